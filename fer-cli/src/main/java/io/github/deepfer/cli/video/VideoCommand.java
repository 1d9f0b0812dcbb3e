package io.github.deepfer.cli.video;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectionRate;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.Inputs;
import io.github.deepfer.cli.support.Outputs;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.ReportFiles;
import io.github.deepfer.cli.support.StopSignal;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.chart.TimelineChart;
import io.github.deepfer.report.table.TrackTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
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
    description = "Follows the faces of a video and shows the emotion of each over time.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the video is damaged or cut short (what came before is done), or an output failed (the"
          + " others are done)",
      "2:wrong usage, including ids and model files that do not exist",
      "130:Ctrl-C; what came before is done"
    })
public final class VideoCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private DetectorChoice detector = new DetectorChoice();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();
  @Mixin private DetectionRate detection = new DetectionRate();
  @Mixin private PartChoice part = new PartChoice();

  @Option(names = "--json", description = "Print the summary as one JSON document.")
  private boolean asJson;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write a row per face and frame.")
  private @Nullable Path csv;

  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      description = "Write a JSON object per face and frame, each on its line.")
  private @Nullable Path jsonl;

  @Option(names = "--out", paramLabel = "FILE.mp4", description = "Write the video with boxes.")
  private @Nullable Path out;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw emotions over time.")
  private @Nullable Path plot;

  @Option(
      names = "--summary",
      paramLabel = "FILE.json",
      description = "Write the summary as one JSON document.")
  private @Nullable Path summary;

  @Parameters(paramLabel = "FILE", description = "A video: mp4, mov, mkv, webm, avi, ...")
  private String file = "";

  @Override
  public Integer call() throws IOException {
    detection.frames();
    part.check();
    checkUsage();
    try (StopSignal stop = new StopSignal(command.commandLine().getErr())) {
      return run(stop);
    }
  }

  private void checkUsage() throws IOException {
    checkEnding("--out", out, ".mp4");
    checkEnding("--plot", plot, ".png");
    checkEnding("--summary", summary, ".json");
    Set<Path> targets = new HashSet<>();
    Path video = Path.of(file);
    for (Path target : new Path[] {csv, jsonl, out, summary, plot}) {
      if (target == null) {
        continue;
      }
      if (Files.isDirectory(target)) {
        throw usage(target + " is a directory; name a file");
      }
      if (Files.exists(target) && Files.exists(video) && Files.isSameFile(target, video)) {
        throw usage(target + " is the video itself; choose another name");
      }
      if (!targets.add(target.toAbsolutePath().normalize())) {
        throw usage(target + " is named twice; choose a file for each output");
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

  private int run(StopSignal stop) throws IOException {
    Path video = Inputs.local(file);
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder);
    Timeline timeline = new Timeline();
    try (VideoReader reader = VideoReader.open(video);
        Pipeline pipeline = builder.build();
        Progress progress = new Progress(command.commandLine().getErr());
        Outputs<VideoOutput> frames = new Outputs<>(problem -> progress.print("fer: " + problem));
        ReportFiles reports = new ReportFiles(problem -> progress.print("fer: " + problem))) {
      // What cannot be written is known before the work starts, and does not stop it.
      frames.open(csv, file -> VideoOutput.rows(TrackTable.csv(file)));
      frames.open(jsonl, file -> VideoOutput.rows(TrackTable.jsonLines(file)));
      frames.open(out, file -> VideoOutput.annotated(file, reader));
      reports.open(summary);
      reports.openChart(plot);
      VideoAnalyzer analyzer =
          VideoAnalyzer.builder(pipeline).detectEvery(detection.frames()).build();
      Remaining remaining = new Remaining(progress, reader.duration());
      String failure =
          forEach(
              reader,
              stop,
              frame -> {
                TrackedFrame tracked = analyzer.analyze(frame.image(), frame.time());
                timeline.add(tracked);
                frames.each(output -> output.add(frame, tracked));
                remaining.update(frame.time());
              });
      frames.finish();
      progress.erase();
      Summary found = new Summary(video, timeline, failure);
      print(found);
      reports.write(summary, found::json);
      reports.write(plot, () -> TimelineChart.png(timeline, String.valueOf(video.getFileName())));
      return failure == null && !frames.failed() && !reports.failed()
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    }
  }

  private interface Step {
    void take(Frame frame) throws IOException;
  }

  /** Takes each frame that is wanted; returns why the video was not read to its end, or null. */
  private @Nullable String forEach(VideoReader reader, StopSignal stop, Step step)
      throws IOException {
    String position = "its start";
    while (!stop.requested()) {
      Frame frame;
      try {
        frame = reader.next();
      } catch (FerException e) {
        return e.getMessage();
      }
      if (frame == null || part.isOver(frame.time())) {
        return null;
      }
      if (part.wants(frame.time())) {
        step.take(frame);
      }
      position = String.format(Locale.ROOT, "%.2f s", frame.time().toNanos() / 1e9);
    }
    return file + " was interrupted after " + position;
  }

  private void print(Summary found) throws IOException {
    if (found.failure() != null) {
      command.commandLine().getErr().println("fer: " + found.failure());
    }
    PrintWriter stdout = command.commandLine().getOut();
    if (asJson) {
      found.writeJson(stdout);
    } else {
      found.writeText(stdout);
    }
    stdout.flush();
  }
}
