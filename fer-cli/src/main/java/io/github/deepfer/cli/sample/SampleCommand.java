package io.github.deepfer.cli.sample;

import io.github.deepfer.cli.support.OutputFile;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.sample.SampleVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fer sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description =
        "Writes a video to try the other commands on: 20 seconds, three people who are averages of"
            + " hundreds and show five emotions.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:it cannot be written", "2:wrong usage; the file exists"})
public final class SampleCommand implements Callable<Integer> {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE.mp4",
      arity = "0..1",
      defaultValue = "sample.mp4",
      description = "The video (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("sample.mp4");

  @Override
  public Integer call() throws IOException {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".mp4")) {
      throw new ParameterException(
          command.commandLine(), "the video is an mp4; its name must end in .mp4, got " + file);
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ParameterException(
          command.commandLine(), file + " exists already; use it, or choose another name");
    }
    // Whole or not there: the next call would refuse to mend a half.
    OutputFile.create(file, SampleCommand::write);
    command
        .commandLine()
        .getOut()
        .printf(
            "%s is written; try%n  ./fer video --out annotated.mp4 --plot timeline.png %s%n"
                + "  ./fer webcam %s%n",
            file, file, file);
    return ExitCode.OK;
  }

  private static void write(Path file) {
    SampleVideo video = SampleVideo.of(WIDTH, HEIGHT);
    long frames = video.duration().toSeconds() * SampleVideo.FRAME_RATE;
    try (VideoWriter writer = VideoWriter.open(file, WIDTH, HEIGHT, SampleVideo.FRAME_RATE)) {
      for (int i = 0; i < frames; i++) {
        Duration time = Duration.ofSeconds(1).multipliedBy(i).dividedBy(SampleVideo.FRAME_RATE);
        writer.write(video.frameAt(time), time);
      }
    }
  }
}
