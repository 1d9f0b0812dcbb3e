package io.github.deepfer.cli.support;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.ffmpeg.VideoReader;
import java.nio.file.Path;

/** Opens videos, in a process that is this program's alone. */
public final class VideoInput {
  /** An index of 22 million frames, eight days of them; a plane of 500 million pixels. */
  private static final long MAX_ALLOCATION = 512L << 20;

  private VideoInput() {}

  /** As {@link VideoReader#open(Path)}. */
  public static VideoReader open(Path video) {
    return open(video, ImageLimits.DEFAULT);
  }

  /** As {@link VideoReader#open(Path, ImageLimits)}. */
  public static VideoReader open(Path video, ImageLimits limits) {
    VideoReader.limitAllocations(MAX_ALLOCATION);
    return VideoReader.open(video, limits);
  }
}
