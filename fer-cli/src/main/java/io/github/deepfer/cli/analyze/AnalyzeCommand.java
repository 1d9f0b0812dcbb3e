package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.cli.analyze.Outcome.Analyzed;
import io.github.deepfer.cli.analyze.Outcome.Failed;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.DetectorChoice;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.Outputs;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.report.table.FaceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      "2:wrong usage, including ids and model files that do not exist"
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
      description = "Write a row per face, and one for a picture without a face or with an error.")
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

  @Parameters(
      paramLabel = "IMAGE|DIR",
      arity = "1..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, or folders of them; - reads one from standard input.")
  private List<String> inputs = List.of();

  @Override
  public Integer call() throws IOException {
    List<String> images = PictureFiles.of(inputs, recursive);
    PictureOutputs pictures =
        new PictureOutputs(
            outputFiles("--out", out, images),
            outputFiles("--crops", crops == null ? null : crops + "/", images));
    checkTables();
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder);
    try (Pipeline pipeline = builder.build();
        Progress progress = new Progress(command.commandLine().getErr());
        Outputs<FaceTable> tables = new Outputs<>(problem -> progress.print("fer: " + problem))) {
      tables.open(csv, resume ? FaceTable::resumeCsv : FaceTable::csv);
      tables.open(jsonl, resume ? FaceTable::resumeJsonLines : FaceTable::jsonLines);
      boolean allOpen = pictures.open(problem -> progress.print("fer: " + problem));
      boolean allDone = analyzeAll(pipeline, images, pictures, tables, progress);
      tables.finish();
      return allOpen && allDone && !tables.failed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void checkTables() {
    for (Path table : new Path[] {csv, jsonl}) {
      if (table != null && Files.isDirectory(table)) {
        throw new ParameterException(command.commandLine(), table + " is a directory; name a file");
      }
    }
    if (resume && csv == null && jsonl == null) {
      throw new ParameterException(command.commandLine(), "--resume goes with --csv or --jsonl");
    }
    if (csv != null && csv.equals(jsonl)) {
      throw new ParameterException(
          command.commandLine(), csv + " is named twice; choose a file for each output");
    }
  }

  private boolean analyzeAll(
      Pipeline pipeline,
      List<String> images,
      PictureOutputs pictures,
      Outputs<FaceTable> tables,
      Progress progress)
      throws IOException {
    var stdout = command.commandLine().getOut();
    Report report = asJson ? new JsonReport(stdout) : new TextReport(stdout);
    boolean allDone = true;
    for (int i = 0; i < images.size(); i++) {
      if (images.size() > 1) {
        progress.update((double) i / images.size(), images.get(i));
      }
      String input = images.get(i);
      if (tables.all(table -> table.has(input))) {
        pictures.skip(input);
        continue;
      }
      Outcome outcome = analyze(pipeline, input, pictures);
      for (String problem : outcome.problems()) {
        allDone = false;
        progress.print("fer: " + problem);
      }
      tables.each(
          table -> {
            if (!table.has(input)) {
              outcome.writeTo(table);
            }
          });
      progress.erase();
      report.add(outcome);
    }
    report.finish(pipeline.runtimeInfo());
    return allDone;
  }

  private static Outcome analyze(Pipeline pipeline, String input, PictureOutputs pictures) {
    try {
      Image image = PictureInput.read(input);
      Analysis analysis = pipeline.analyze(image);
      return new Analyzed(input, analysis, pictures.write(input, image, analysis));
    } catch (RuntimeException | IOException | OutOfMemoryError e) {
      // Whatever is wrong with one picture, the others are still analyzed.
      return new Failed(input, Failures.message(e));
    }
  }

  private @Nullable OutputFiles outputFiles(
      String option, @Nullable String target, List<String> images) {
    if (target == null) {
      return null;
    }
    try {
      return OutputFiles.of(target, images);
    } catch (OutputFiles.Unusable e) {
      throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
    }
  }
}
