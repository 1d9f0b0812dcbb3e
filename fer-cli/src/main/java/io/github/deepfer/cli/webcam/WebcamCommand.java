package io.github.deepfer.cli.webcam;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.api.video.LiveLoop;
import io.github.deepfer.api.video.LiveStatistics;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectionRate;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.Display;
import io.github.deepfer.cli.support.InputFiles;
import io.github.deepfer.cli.support.Inputs;
import io.github.deepfer.cli.support.OutputCheck;
import io.github.deepfer.cli.support.Outputs;
import io.github.deepfer.cli.support.StopSignal;
import io.github.deepfer.cli.support.VideoInput;
import io.github.deepfer.opencv.draw.VideoOverlay;
import io.github.deepfer.opencv.io.Camera;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.table.TrackTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fer webcam}. */
@Command(
    name = "webcam",
    mixinStandardHelpOptions = true,
    description = "Shows a camera, or a video, with the emotion of each face; q quits.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:quit, or the video ended",
      "1:no display, no camera, or it failed, or the table cannot be written, or what was chosen"
          + " cannot run here",
      "2:wrong usage, including ids and model files that do not exist",
      "130:Ctrl-C; the table has what came before"
    })
public final class WebcamCommand implements Callable<Integer> {
  private static final Duration REOPENING_PAUSE = Duration.ofSeconds(1);

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private DetectorChoice detector = new DetectorChoice();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();
  @Mixin private DetectionRate detection = new DetectionRate();

  @Option(
      names = "--camera",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the camera (default: ${DEFAULT-VALUE}).")
  private int camera;

  @Option(
      names = "--reopen",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How often to try to open the camera again, a second apart, when it is lost (default:"
              + " ${DEFAULT-VALUE}).")
  private int reopen;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Write a row per face and frame that is shown; a table that exists is replaced.")
  private @Nullable Path csv;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "A video in the camera's place.")
  private @Nullable String file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (camera < 0) {
      throw new ParameterException(
          command.commandLine(), "--camera: must be 0 or more, got " + camera);
    }
    detection.frames();
    if (reopen < 0) {
      throw new ParameterException(
          command.commandLine(), "--reopen: must be 0 or more, got " + reopen);
    }
    Path video = file == null ? null : Inputs.local(file);
    new OutputCheck(
            command.commandLine(), "the video", new InputFiles(() -> Stream.ofNullable(video)))
        .check(csv, "such a table", TrackTable::isCsv);
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder);
    // Before the window's classes are loaded, which a Java without windows does not have.
    if (Display.problem().isPresent()) {
      return noDisplay();
    }
    PrintWriter err = command.commandLine().getErr();
    try (StopSignal stop = new StopSignal(err);
        Outputs<TrackTable> table = new Outputs<>(problem -> err.println("fer: " + problem))) {
      table.open(csv, TrackTable::csv);
      if (table.failed()) {
        return ExitCode.SOFTWARE;
      }
      try (LiveWindow window = LiveWindow.open("DeepFER")) {
        show(window, builder, video, table, stop);
      }
      table.finish();
      return table.failed() ? ExitCode.SOFTWARE : ExitCode.OK;
    } catch (LiveWindow.NoDisplay e) {
      return noDisplay();
    }
  }

  private int noDisplay() {
    command
        .commandLine()
        .getErr()
        .println(
            "fer: "
                + Display.problem().orElse("there is no display")
                + ", so that no window can be opened; use `./fer video --out annotated.mp4 FILE`,"
                + " which needs none");
    return ExitCode.SOFTWARE;
  }

  private void show(
      LiveWindow window,
      PipelineBuilder builder,
      @Nullable Path video,
      Outputs<TrackTable> table,
      StopSignal stop)
      throws InterruptedException {
    FrameRate rate = new FrameRate();
    VideoOverlay overlay = new VideoOverlay();
    try (FrameSource source = openSource(video);
        Pipeline pipeline = builder.build()) {
      VideoAnalyzer analyzer =
          VideoAnalyzer.builder(pipeline).detectEvery(detection.frames()).build();
      AtomicReference<LiveLoop> running = new AtomicReference<>();
      try (LiveLoop loop =
          LiveLoop.start(
              source,
              analyzer,
              (frame, found, latency) -> {
                LiveLoop self = running.get();
                long dropped = self == null ? 0 : self.statistics().dropped();
                String status = rate.next(System.nanoTime(), latency, dropped);
                window.show(overlay.draw(frame.image(), found, status));
                table.each(rows -> rows.add(frame.index(), found));
              })) {
        running.set(loop);
        window.onQuit(loop::stop);
        stop.onRequest(loop::stop);
        try {
          loop.await();
        } finally {
          command.commandLine().getOut().println(summary(loop.statistics()));
        }
      }
    }
  }

  private FrameSource openSource(@Nullable Path video) {
    if (video != null) {
      return new Paced(VideoInput.open(video));
    }
    return reopen == 0
        ? Camera.open(camera)
        : FrameSource.reopening(() -> Camera.open(camera), reopen, REOPENING_PAUSE);
  }

  private static String summary(LiveStatistics statistics) {
    return String.format(
        Locale.ROOT,
        "%s shown at %.1f per second, %d dropped; latency %d ms, for 99 %% of them at most %d ms",
        Wording.count(statistics.analyzed(), "frame"),
        statistics.framesPerSecond(),
        statistics.dropped(),
        statistics.medianLatency().toMillis(),
        statistics.p99Latency().toMillis());
  }
}
