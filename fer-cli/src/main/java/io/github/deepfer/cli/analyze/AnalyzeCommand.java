package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.batch.BatchAnalyzer;
import io.github.deepfer.api.batch.BatchResults;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.InputFiles;
import io.github.deepfer.cli.support.OutputCheck;
import io.github.deepfer.cli.support.Outputs;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.StopSignal;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.report.table.FaceTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

/** {@code fer analyze}. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Finds the faces of pictures and names the emotion of each.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a picture or an output failed (the others are done), or what was chosen cannot run here",
      "2:wrong usage, including ids and model files that do not exist",
      "130:Ctrl-C; what came before is done"
    })
public final class AnalyzeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private DetectorChoice detector = new DetectorChoice();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Option(
      names = "--out",
      paramLabel = "FILE|DIR",
      description =
          "Write annotated pictures: FILE for one picture; DIR if it is one, ends in a slash, or"
              + " there are several pictures.")
  private @Nullable String out;

  @Option(
      names = "--crops",
      paramLabel = "DIR",
      description = "Write each face as a picture of its own.")
  private @Nullable String crops;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Write a row per face, and one for a picture without a face or with an error. A table that"
              + " exists is replaced, but for --resume.")
  private @Nullable Path csv;

  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      description = "Write the same as JSON objects, each on its line.")
  private @Nullable Path jsonl;

  @Option(
      names = "--resume",
      description = "Go on with the tables of a run that was killed: leave out what they have.")
  private boolean resume;

  @Option(names = "--recursive", description = "Look for pictures in the folders of folders, too.")
  private boolean recursive;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "100000000",
      description = "The largest picture in pixels (default: ${DEFAULT-VALUE}).")
  private long maxPixels;

  @Option(
      names = "--progress",
      description = "Write a line every ten seconds also where stderr is no terminal.")
  private boolean showsProgress;

  @Parameters(
      paramLabel = "IMAGE|DIR",
      arity = "1..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, or folders of them; - reads one from standard input.")
  private List<String> inputs = List.of();

  @Override
  public Integer call() throws IOException {
    List<PictureFile> images = PictureFiles.of(inputs, recursive);
    InputFiles files = new InputFiles(() -> images.stream().flatMap(PictureFile::local));
    OutputFiles annotated = outputFiles("--out", out, images.size(), files);
    OutputFiles faces =
        outputFiles("--crops", crops == null ? null : crops + "/", images.size(), files);
    checkUsage(files, annotated);
    checkNamedOnce(images);
    checkReplaced(images, files);
    PictureOutputs pictures = new PictureOutputs(annotated, faces, files);
    int workers = classifier.workers(images.size());
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder, workers);
    PrintWriter err = command.commandLine().getErr();
    try (StopSignal stop = new StopSignal(err);
        Pipeline pipeline = builder.build();
        Progress progress = new Progress(err, showsProgress);
        Outputs<FaceTable> tables = new Outputs<>(problem -> progress.print("fer: " + problem))) {
      tables.open(csv, resume ? FaceTable::resumeCsv : FaceTable::csv);
      tables.open(jsonl, resume ? FaceTable::resumeJsonLines : FaceTable::jsonLines);
      boolean allOpen = pictures.open(problem -> progress.print("fer: " + problem));
      PictureCount count = new PictureCount(progress, images.size());
      Iterator<PictureJob> jobs = jobs(images, pictures, tables, count);
      boolean allDone;
      try (BatchResults<PictureJob> results =
          BatchAnalyzer.builder(pipeline)
              .threads(workers)
              .limits(new ImageLimits(maxPixels, ImageLimits.DEFAULT.maxBytes()))
              .build()
              .analyze(jobs, (job, image, analysis) -> job.write(image, analysis))) {
        allDone = report(results, pipeline, tables, progress, count, stop);
      }
      tables.finish();
      return allOpen && allDone && !tables.failed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void checkUsage(InputFiles files, @Nullable OutputFiles annotated) {
    if (maxPixels < 1) {
      throw new ParameterException(
          command.commandLine(), "--max-pixels: must be 1 or more, got " + maxPixels);
    }
    if (resume && csv == null && jsonl == null) {
      throw new ParameterException(command.commandLine(), "--resume goes with --csv or --jsonl");
    }
    OutputCheck outputs = new OutputCheck(command.commandLine(), "the input", files);
    outputs.check(csv, "such a table", FaceTable::isCsv);
    outputs.check(jsonl, "such a table", FaceTable::isJsonLines);
    if (annotated != null) {
      outputs.check(annotated.single());
    }
  }

  /** Before anything is written; what the faces are called is known only as they are found. */
  private void checkReplaced(List<PictureFile> images, InputFiles files) {
    OutputFiles names = outputFiles("--out", out, images.size(), files);
    if (names == null) {
      return;
    }
    for (PictureFile image : images) {
      Path file = names.fileFor(image.name());
      try {
        Replaceable.check(file);
      } catch (IOException e) {
        throw new ParameterException(command.commandLine(), Text.cannotWrite(file, e), e);
      }
    }
  }

  /** A table has no more than the name of a picture to tell what is done. */
  private void checkNamedOnce(List<PictureFile> images) {
    Set<String> names = new HashSet<>();
    for (PictureFile image : images) {
      if (resume && !names.add(image.name())) {
        throw new ParameterException(
            command.commandLine(),
            image.name() + " is named twice, which --resume cannot tell apart; name it once");
      }
    }
  }

  /** What is left to do, in its order. */
  private Iterator<PictureJob> jobs(
      List<PictureFile> images,
      PictureOutputs pictures,
      Outputs<FaceTable> tables,
      PictureCount count) {
    return images.stream()
        .map(
            image -> {
              PictureJob job = new PictureJob(image, pictures.targetsFor(image), recursive);
              boolean done = tables.all(table -> table.has(image.name()));
              if (done) {
                count.skipped();
              }
              return done ? Optional.<PictureJob>empty() : Optional.of(job);
            })
        .flatMap(Optional::stream)
        .iterator();
  }

  /** Shows results as they come, so that any number of pictures fits into memory. */
  private boolean report(
      BatchResults<PictureJob> results,
      Pipeline pipeline,
      Outputs<FaceTable> tables,
      Progress progress,
      PictureCount count,
      StopSignal stop)
      throws IOException {
    PrintWriter stdout = command.commandLine().getOut();
    Report report = asJson ? new JsonReport(stdout) : new TextReport(stdout);
    boolean allDone = true;
    while (!stop.requested() && results.hasNext()) {
      Outcome outcome = Outcome.of(results.next());
      for (String problem : outcome.problems()) {
        allDone = false;
        progress.print("fer: " + problem);
      }
      tables.each(
          table -> {
            if (!table.has(outcome.image())) {
              outcome.writeTo(table);
            }
          });
      progress.erase();
      report.add(outcome);
      count.done();
    }
    report.finish(pipeline.runtimeInfo());
    return allDone;
  }

  private @Nullable OutputFiles outputFiles(
      String option, @Nullable String target, int count, InputFiles files) {
    if (target == null) {
      return null;
    }
    try {
      return OutputFiles.of(target, count, files);
    } catch (OutputFiles.Unusable e) {
      throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
    }
  }
}
