package io.github.deepfer.cli.docs;

import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The code that pages show, and the code of these tests that they must show. */
final class ShownCode {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern EXAMPLE = Pattern.compile("(?s) // example \\w+\n(.*?)\n *// end\n");

  private ShownCode() {}

  static List<String> of(String page) throws IOException {
    String text = Files.readString(Path.of("../docs", page)).replace("\r", "");
    return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
  }

  static List<String> tested(String type) throws IOException {
    Path file = Path.of("src/test/java/io/github/deepfer/cli/docs", type + ".java");
    return EXAMPLE
        .matcher(Files.readString(file).replace("\r", ""))
        .results()
        .map(example -> example.group(1).stripIndent() + "\n")
        .toList();
  }

  /** A second of the sample video. */
  static Path video(Path folder) {
    SampleVideo sample = SampleVideo.of(320, 240);
    Path file = folder.resolve("video.mp4");
    try (VideoWriter writer =
        VideoWriter.open(file, sample.width(), sample.height(), SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < SampleVideo.FRAME_RATE; i++) {
        Duration time = Duration.ofSeconds(1).multipliedBy(i).dividedBy(SampleVideo.FRAME_RATE);
        writer.write(sample.frameAt(time), time);
      }
    }
    return file;
  }
}
