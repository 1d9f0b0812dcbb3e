package io.github.deepfer.cli.video;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.video.AnalyzedFrame;
import io.github.deepfer.api.video.AnalyzedFrames;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.cli.support.ChartFile;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectionRate;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.InputFiles;
import io.github.deepfer.cli.support.Inputs;
import io.github.deepfer.cli.support.OutputCheck;
import io.github.deepfer.cli.support.OutputFile;
import io.github.deepfer.cli.support.Outputs;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.ReportFiles;
import io.github.deepfer.cli.support.StopSignal;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.cli.support.Version;
import io.github.deepfer.cli.support.VideoInput;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.report.EmotionBins;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.chart.CurvesChart;
import io.github.deepfer.report.chart.TimelineChart;
import io.github.deepfer.report.table.BinTable;
import io.github.deepfer.report.table.TrackTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "1:the video is damaged or cut short (what came before is done), or no frame is in the part"
          + " that was chosen, or an output failed (the others are done)",
      "2:wrong usage, including ids and model files that do not exist",
      "130:Ctrl-C; what came before is done"
    })
public final class VideoCommand implements Callable<Integer> {
  /** Options that change nothing of what is found. */
  private static final Set<String> OUTPUTS =
      Set.of(
          "--json",
          "--csv",
          "--jsonl",
          "--plot",
          "--curves",
          "--bins",
          "--bin",
          "--summary",
          "--resume",
          "--threads");

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private DetectorChoice detector = new DetectorChoice();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();
  @Mixin private DetectionRate detection = new DetectionRate();
  @Mixin private PartChoice part = new PartChoice();

  @Option(names = "--json", description = "Print the summary as one JSON document.")
  private boolean asJson;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write a row per face and frame; a table that exists is replaced.")
  private @Nullable Path csv;

  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      description = "Write a JSON object per face and frame, each on its line.")
  private @Nullable Path jsonl;

  @Option(names = "--out", paramLabel = "FILE.mp4", description = "Write the video with boxes.")
  private @Nullable Path out;

  @Option(names = "--plot", paramLabel = "FILE.png|svg", description = "Draw emotions over time.")
  private @Nullable Path plot;

  @Option(
      names = "--curves",
      paramLabel = "FILE.png|svg",
      description = "Draw the seven probabilities of each face over time.")
  private @Nullable Path curves;

  @Option(
      names = "--bins",
      paramLabel = "FILE.csv",
      description = "Write the mean probabilities of each face and bin of time.")
  private @Nullable Path bins;

  @Option(
      names = "--bin",
      paramLabel = "S",
      defaultValue = "1",
      converter = PartChoice.Time.class,
      description =
          "Length of a bin of --bins and --curves, such as 0.5 or 10s (default: ${DEFAULT-VALUE}"
              + " second).")
  private Duration bin = Duration.ofSeconds(1);

  @Option(
      names = "--resume",
      description =
          "Keep a journal beside the table while the video is analyzed, and go on where it ends if"
              + " there is one.")
  private boolean resume;

  @Option(
      names = "--summary",
      paramLabel = "FILE.json",
      description = "Write the summary as one JSON document.")
  private @Nullable Path summary;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "Videos: mp4, mov, mkv, webm, avi, ...",
        "Of several, {name} in an output's name stands for the name of each, as in --csv {name}.csv"
      })
  private List<String> files = List.of();

  @Override
  public Integer call() throws IOException {
    detection.frames();
    part.check();
    checkUsage();
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    int workers = classifier.workers(Integer.MAX_VALUE);
    classifier.applyTo(builder, workers);
    try (StopSignal stop = new StopSignal(command.commandLine().getErr())) {
      return files.size() == 1 ? one(builder, workers, stop) : several(builder, workers, stop);
    }
  }

  private int one(PipelineBuilder builder, int workers, StopSignal stop) throws IOException {
    Path video = Inputs.local(files.get(0));
    try (VideoReader reader = VideoInput.open(video);
        Pipeline pipeline = builder.build()) {
      Result result = run(video, reader, pipeline, workers, stop);
      PrintWriter stdout = command.commandLine().getOut();
      if (asJson) {
        result.summary().writeJson(stdout);
      } else {
        result.summary().writeText(stdout);
      }
      stdout.flush();
      result.removeJournal();
      return result.whole() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  /** One after the other, each on all processors. */
  private int several(PipelineBuilder builder, int workers, StopSignal stop) throws IOException {
    PrintWriter stdout = command.commandLine().getOut();
    boolean allWhole = true;
    List<Result> results = new ArrayList<>();
    try (Pipeline pipeline = builder.build();
        VideosReport report = VideosReport.of(asJson, stdout)) {
      for (Iterator<String> left = files.iterator(); left.hasNext() && !stop.requested(); ) {
        String file = left.next();
        try {
          Path video = Inputs.local(file);
          try (VideoReader reader = VideoInput.open(video)) {
            Result result = run(video, reader, pipeline, workers, stop);
            allWhole &= result.whole();
            results.add(result);
            report.add(result.summary());
          }
        } catch (FerException | IOException e) {
          allWhole = false;
          command.commandLine().getErr().println("fer: " + Text.printable(Failures.message(e)));
          report.addFailure(file, Failures.message(e));
        }
      }
    }
    if (!stop.requested()) {
      // Until then a run that goes on after a kill has no need to begin any of them anew.
      for (Result result : results) {
        result.removeJournal();
      }
    }
    return allWhole ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private VideoFiles outputs() {
    return new VideoFiles(csv, jsonl, out, plot, curves, bins, summary);
  }

  private void checkUsage() {
    checkEnding("--out", out, ".mp4");
    if (resume && csv == null && jsonl == null) {
      throw usage("--resume goes with --csv or --jsonl");
    }
    if (resume && out != null) {
      throw usage("--resume cannot go on with an annotated video; leave out --out");
    }
    checkEnding("--bins", bins, ".csv");
    if (bin.isZero()) {
      throw usage("--bin: must be longer than nothing");
    }
    if (bins == null
        && curves == null
        && command.commandLine().getParseResult().hasMatchedOption("--bin")) {
      throw usage("--bin goes with --bins or --curves, whose means it is for");
    }
    checkEnding("--summary", summary, ".json");
    ChartFile.of(command.commandLine(), "--plot", plot);
    ChartFile.of(command.commandLine(), "--curves", curves);
    for (Path output : outputs().all()) {
      if (files.size() > 1 && !output.toString().contains(VideoFiles.NAME)) {
        throw usage(
            output + " would hold several videos; put " + VideoFiles.NAME + " into its name");
      }
    }
    OutputCheck check =
        new OutputCheck(
            command.commandLine(), "the video", new InputFiles(() -> files.stream().map(Path::of)));
    Map<VideoFiles, String> videos = new HashMap<>();
    for (String file : files) {
      VideoFiles to = outputs().of(Path.of(file));
      String other = videos.put(to, file);
      if (other != null && !to.all().isEmpty()) {
        throw usage(
            other.equals(file)
                ? file + " is named twice"
                : other
                    + " and "
                    + file
                    + " have one name, so "
                    + to.all().get(0)
                    + " would hold both; rename one, or analyze one after the other");
      }
      check.check(to.csv(), "such a table", TrackTable::isCsv);
      check.check(to.jsonl(), "such a table", TrackTable::isJsonLines);
      check.check(to.bins(), "such a table", BinTable::isCsv);
      check.check(to.summary(), "such a summary", Summary::isIn);
      checkJournal(to, check);
      check.check(to.out());
      check.check(to.plot());
      check.check(to.curves());
    }
  }

  private void checkJournal(VideoFiles to, OutputCheck check) {
    for (Path table : to.tables()) {
      if (resume && Files.exists(table) && !Files.isRegularFile(table)) {
        throw usage("--resume writes a table anew, which " + table + " cannot be; name a file");
      }
    }
    Path journal = to.journal(true);
    if (resume) {
      if (journal != null && isOtherThanFile(journal)) {
        throw usage(journal + " is a link or no file, and no journal; choose another table");
      }
      check.check(journal, "such a journal", Journal::isIn);
    } else if (journal != null && isJournal(journal)) {
      // Its table would be replaced, and what it has cost time.
      throw usage(
          journal + " is of a run that was interrupted; go on with --resume, or remove it first");
    }
  }

  private static boolean isOtherThanFile(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isJournal(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Journal.isIn(file);
    } catch (IOException e) {
      // What cannot be read is left alone.
      return false;
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

  /**
   * What became of a video.
   *
   * @param summary what it showed
   * @param whole whether it was read to its end and all outputs are whole
   * @param journal of no use then; null if there is none
   */
  private record Result(Summary summary, boolean whole, @Nullable Path journal) {
    void removeJournal() throws IOException {
      if (whole && journal != null) {
        Files.deleteIfExists(journal);
      }
    }
  }

  private Result run(
      Path video, VideoReader reader, Pipeline pipeline, int workers, StopSignal stop)
      throws IOException {
    VideoFiles to = outputs().of(video);
    ChartFile timelineChart = ChartFile.of(command.commandLine(), "--plot", to.plot());
    ChartFile curvesChart = ChartFile.of(command.commandLine(), "--curves", to.curves());
    Timeline timeline = new Timeline();
    EmotionBins binned = new EmotionBins(bin);
    try (Progress progress = new Progress(command.commandLine().getErr());
        Outputs<Journal> kept = new Outputs<>(problem -> progress.print("fer: " + problem));
        Outputs<VideoOutput> frames = new Outputs<>(problem -> progress.print("fer: " + problem));
        ReportFiles reports = new ReportFiles(problem -> progress.print("fer: " + problem))) {
      Path journalFile = to.journal(resume);
      // Before a file is touched, a part without a frame and a journal of another run are refused.
      Frame first =
          journalFile == null || !Files.exists(journalFile) ? part.first(video, reader) : null;
      Journal journal = openJournal(journalFile, video, pipeline);
      if (journal != null) {
        kept.open(journalFile, file -> journal);
      }
      // What cannot be written is known before the work starts, and does not stop it.
      frames.open(to.csv(), file -> VideoOutput.rows(TrackTable.csv(file)));
      frames.open(to.jsonl(), file -> VideoOutput.rows(TrackTable.jsonLines(file)));
      frames.open(to.out(), file -> VideoOutput.annotated(file, reader));
      reports.open(to.summary());
      reports.open(to.bins());
      timelineChart.open(reports);
      curvesChart.open(reports);
      VideoAnalyzer analyzer =
          VideoAnalyzer.builder(pipeline).detectEvery(detection.frames()).build();
      Remaining remaining = new Remaining(progress, reader.duration());
      Step step =
          each -> {
            timeline.add(each.tracked());
            if (bins != null || curves != null) {
              binned.add(each.tracked());
            }
            frames.each(output -> output.add(each));
            remaining.update(each.tracked().time());
          };
      Journal.Span done = journal == null ? null : journal.replay(analyzer, step::take);
      String failure;
      try (AnalyzedFrames found = analyzer.analyze(part.of(reader, first, done), workers)) {
        failure =
            forEach(
                video,
                found,
                stop,
                each -> {
                  kept.each(output -> output.add(each));
                  step.take(each);
                });
      }
      if (failure == null && timeline.frames() == 0) {
        failure = part.noFrame(video, reader);
      }
      kept.finish();
      frames.finish();
      progress.erase();
      Summary found = new Summary(video, timeline, failure);
      if (failure != null) {
        command.commandLine().getErr().println("fer: " + failure);
      }
      reports.write(to.summary(), found::json);
      reports.write(to.bins(), () -> BinTable.csv(binned).getBytes(StandardCharsets.UTF_8));
      String name = String.valueOf(video.getFileName());
      timelineChart.write(
          reports,
          () -> TimelineChart.png(timeline, name),
          () -> TimelineChart.svg(timeline, name));
      curvesChart.write(
          reports, () -> CurvesChart.png(binned, name), () -> CurvesChart.svg(binned, name));
      return new Result(
          found,
          failure == null && !frames.failed() && !reports.failed() && !kept.failed(),
          journalFile);
    }
  }

  /** Its journal, if there is to be one. */
  private @Nullable Journal openJournal(@Nullable Path file, Path video, Pipeline pipeline)
      throws IOException {
    if (file == null) {
      return null;
    }
    OutputFile.createParents(file);
    // What is made of the findings may differ from run to run, and how many threads make them.
    String options =
        command.commandLine().getParseResult().matchedOptions().stream()
            .filter(option -> !OUTPUTS.contains(option.longestName()))
            .map(option -> option.longestName() + "=" + option.<Object>getValue())
            .sorted()
            .toList()
            .toString();
    return Journal.open(
        file,
        String.join(
            "\n",
            Version.deepfer(),
            Fingerprint.of(video),
            options,
            String.valueOf(pipeline.runtimeInfo())));
  }

  private interface Step {
    void take(FrameResult frame) throws IOException;
  }

  /** Takes each frame; returns why the video was not read to its end, or null. */
  private static @Nullable String forEach(
      Path video, AnalyzedFrames frames, StopSignal stop, Step step) throws IOException {
    String position = "its start";
    while (!stop.requested()) {
      AnalyzedFrame frame;
      try {
        if (!frames.hasNext()) {
          return null;
        }
        frame = frames.next();
      } catch (FerException e) {
        return e.getMessage();
      }
      step.take(FrameResult.of(frame));
      position = String.format(Locale.ROOT, "%.2f s", frame.frame().time().toNanos() / 1e9);
    }
    return video + " was interrupted after " + position;
  }
}
