package io.github.deepfer.cli.support;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.ffmpeg.VideoReader;
import java.nio.file.Path;

/** Opens videos, in a process that is this program's alone. */
public final class VideoInput {
  /** An index of 22 million frames, eight days of them; a plane of 500 million pixels. */
  private static final long MAX_ALLOCATION = 512L << 20;

  /** A quarter of it, since each track may take as much: two days of frames. */
  private static final long STRANGERS_ALLOCATION = 128L << 20;

  private VideoInput() {}

  /** As {@link VideoReader#open(Path)}. */
  public static VideoReader open(Path video) {
    VideoReader.limitAllocations(MAX_ALLOCATION);
    return VideoReader.open(video);
  }

  /** A video that a stranger sent. */
  public static VideoReader ofStranger(Path video, ImageLimits limits) {
    VideoReader.limitAllocations(STRANGERS_ALLOCATION);
    return VideoReader.open(video, limits);
  }
}
