package io.github.deepfer.cli.video;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectionRate;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.opencv.draw.Overlay;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fer video}. */
@Command(
    name = "video",
    mixinStandardHelpOptions = true,
    description = "Follows the faces of a film and tells the emotion of each over time.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the film is damaged or cut short; what came before is done",
      "2:wrong usage, including ids and model files that do not exist",
      "130:Ctrl-C; what came before is done"
    })
public final class VideoCommand implements Callable<Integer> {
  private static final int SHUTDOWN_SECONDS = 20;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private DetectorChoice detector = new DetectorChoice();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();
  @Mixin private DetectionRate detection = new DetectionRate();

  @Option(names = "--json", description = "Print the summary as one JSON document.")
  private boolean asJson;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write a row per face and frame.")
  private @Nullable Path csv;

  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      description = "Write a JSON object per face and frame, each on its line.")
  private @Nullable Path jsonl;

  @Option(names = "--out", paramLabel = "FILE.mp4", description = "Write the film with boxes.")
  private @Nullable Path out;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw emotions over time.")
  private @Nullable Path plot;

  @Parameters(paramLabel = "FILE", description = "A film: mp4, mov, mkv, webm, avi, ...")
  private Path film = Path.of("");

  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Override
  public Integer call() throws IOException {
    detection.frames();
    checkUsage();
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(finished), "fer-video-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return run();
    } finally {
      finished.countDown();
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook is what waited for this.
    }
  }

  /** Lets the frame at work finish and the files be closed before the process ends. */
  private void stop(CountDownLatch finished) {
    interrupted.set(true);
    try {
      if (!finished.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        command.commandLine().getErr().println("fer: stopped before the files were closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkUsage() throws IOException {
    checkEnding("--out", out, ".mp4");
    checkEnding("--plot", plot, ".png");
    Set<Path> targets = new HashSet<>();
    for (Path target : new Path[] {csv, jsonl, out, plot}) {
      if (target == null) {
        continue;
      }
      if (Files.exists(target) && Files.exists(film) && Files.isSameFile(target, film)) {
        throw usage(target + " is the film itself; choose another name");
      }
      if (!targets.add(target.toAbsolutePath().normalize())) {
        throw usage(target + " is named twice; choose a file for each output");
      }
      Path parent = target.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent) || Files.isDirectory(target)) {
        throw usage(target + " cannot be written: its directory does not exist or it is one");
      }
    }
  }

  private void checkEnding(String option, @Nullable Path file, String ending) {
    if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw usage(option + " must end in " + ending + ", got " + file);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private int run() throws IOException {
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder);
    Timeline timeline = new Timeline();
    String failure;
    try (VideoReader reader = VideoReader.open(film);
        Pipeline pipeline = builder.build();
        Progress progress = new Progress(command.commandLine().getErr());
        TrackLines rows = csv == null ? null : new TrackLines(csv, TrackLines.Style.CSV);
        TrackLines lines =
            jsonl == null ? null : new TrackLines(jsonl, TrackLines.Style.JSON_LINES);
        VideoWriter writer = out == null ? null : openWriter(out, reader)) {
      VideoAnalyzer analyzer =
          VideoAnalyzer.builder(pipeline).detectEvery(detection.frames()).build();
      Remaining remaining = new Remaining(progress, reader.duration());
      failure =
          forEach(
              reader,
              frame -> {
                TrackedFrame tracked = analyzer.analyze(frame.image(), frame.time());
                timeline.add(tracked);
                for (TrackLines each : new TrackLines[] {rows, lines}) {
                  if (each != null) {
                    each.add(frame.index(), tracked);
                  }
                }
                if (writer != null) {
                  String time = Text.clock(timeline.end());
                  writer.write(Overlay.draw(frame.image(), tracked, time), frame.time());
                }
                remaining.update(frame.time());
              });
    }
    return tell(new Summary(film, timeline, failure));
  }

  private VideoWriter openWriter(Path file, VideoReader reader) {
    if (Math.min(reader.width(), reader.height()) < VideoWriter.SMALLEST_SIDE) {
      throw new ImageException(
          film
              + " has frames of "
              + (reader.width() + "x" + reader.height())
              + " pixels, too small to be written as mp4; leave out --out");
    }
    return VideoWriter.open(file, reader.width(), reader.height(), reader.frameRate());
  }

  private interface Step {
    void take(Frame frame) throws IOException;
  }

  /** Takes frame after frame; returns why the film was not read to its end, or null. */
  private @Nullable String forEach(VideoReader reader, Step step) throws IOException {
    String position = "its start";
    while (!interrupted.get()) {
      Frame frame;
      try {
        frame = reader.next();
      } catch (ImageException e) {
        return e.getMessage();
      }
      if (frame == null) {
        return null;
      }
      step.take(frame);
      position = String.format(Locale.ROOT, "%.2f s", frame.time().toNanos() / 1e9);
    }
    return film + " was interrupted after " + position;
  }

  private int tell(Summary summary) throws IOException {
    if (plot != null) {
      writePlot(plot, summary.timeline());
    }
    String failure = summary.failure();
    if (failure != null) {
      command.commandLine().getErr().println("fer: " + failure);
    }
    PrintWriter stdout = command.commandLine().getOut();
    if (asJson) {
      summary.writeJson(stdout);
    } else {
      summary.writeText(stdout);
    }
    stdout.flush();
    return failure == null ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void writePlot(Path file, Timeline timeline) throws IOException {
    System.setProperty("java.awt.headless", "true");
    BufferedImage chart = TimelineChart.draw(timeline, String.valueOf(film.getFileName()));
    if (!ImageIO.write(chart, "png", file.toFile())) {
      throw new IOException(file + " cannot be written as PNG");
    }
  }
}
