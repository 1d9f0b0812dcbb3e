package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.AnalyzedFrames;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.fixtures.Mutator;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a video, analyzes it on two threads, leaves one in the middle, and reads damaged ones. */
final class Videos implements Work {
  private static final int DAMAGED = 5;

  private final Pipeline pipeline;
  private final Path video;

  Videos(Pipeline pipeline, Path folder) {
    this.pipeline = pipeline;
    video = folder.resolve("video.mp4");
  }

  @Override
  public String name() {
    return "videos";
  }

  @Override
  public void run(int turn) throws IOException {
    try (VideoWriter writer =
        VideoWriter.open(video, Frames.WIDTH, Frames.HEIGHT, SampleVideo.FRAME_RATE)) {
      for (Frame frame : Frames.ALL) {
        writer.write(frame.image(), frame.time());
      }
    }
    int frames = analyze(Integer.MAX_VALUE);
    if (frames != Frames.ALL.size()) {
      throw new AssertionError(frames + " frames of " + Frames.ALL.size());
    }
    analyze(Frames.ALL.size() / 3);
    byte[] sound = Files.readAllBytes(video);
    for (int i = 0; i < DAMAGED; i++) {
      Files.write(video, new Mutator((long) turn * DAMAGED + i).mutate(sound));
      readDamaged();
    }
    Files.delete(video);
  }

  private int analyze(int atMost) {
    int count = 0;
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(3).build();
    try (VideoReader reader = VideoReader.open(video);
        AnalyzedFrames frames = analyzer.analyze(reader, 2)) {
      for (; count < atMost && frames.hasNext(); count++) {
        frames.next();
      }
    }
    return count;
  }

  private void readDamaged() {
    try (VideoReader reader = VideoReader.open(video)) {
      for (int i = 0; i < Frames.ALL.size() && reader.next() != null; i++) {
        // Only read.
      }
    } catch (FerException e) {
      // What damage is answered with.
    }
  }
}
