package io.github.deepfer.examples;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackEvent;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.ffmpeg.VideoReader;
import java.nio.file.Path;

/** Follows the faces of a video: who comes, what each shows, who leaves. */
class FollowVideo {
  public static void main(String[] args) {
    try (Pipeline pipeline = Pipeline.create();
        VideoReader video = VideoReader.open(Path.of(args[0]))) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).detectEvery(5).build();
      for (Frame frame = video.next(); frame != null; frame = video.next()) {
        TrackedFrame found = analyzer.analyze(frame.image(), frame.time());
        for (TrackEvent event : found.events()) {
          System.out.println(event);
        }
        for (TrackedFace face : found.faces()) {
          System.out.println(found.time() + " track " + face.track() + " " + face.emotion());
        }
      }
    }
  }
}
