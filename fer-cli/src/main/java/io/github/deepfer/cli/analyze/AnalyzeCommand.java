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
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.opencv.draw.Overlay;
import io.github.deepfer.opencv.io.ImageWriter;
import java.io.IOException;
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
    description = "Finds the faces of pictures and tells the emotion of each.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a picture failed (the others are done), or what was chosen cannot run here",
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

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "JPEG, PNG, GIF, BMP or WebP files.")
  private List<String> images = List.of();

  @Override
  public Integer call() throws IOException {
    OutputFiles annotated = outputFiles();
    PipelineBuilder builder = Pipeline.builder();
    detector.applyTo(builder);
    classifier.applyTo(builder);
    try (Pipeline pipeline = builder.build();
        Progress progress = new Progress(command.commandLine().getErr())) {
      return analyzeAll(pipeline, annotated, progress) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private boolean analyzeAll(Pipeline pipeline, @Nullable OutputFiles annotated, Progress progress)
      throws IOException {
    var stdout = command.commandLine().getOut();
    Report report = asJson ? new JsonReport(stdout) : new TextReport(stdout);
    boolean allDone = true;
    for (int i = 0; i < images.size(); i++) {
      if (images.size() > 1) {
        progress.update((double) i / images.size(), images.get(i));
      }
      Outcome outcome = analyze(pipeline, images.get(i), annotated);
      if (outcome instanceof Failed failed) {
        allDone = false;
        progress.print("fer: " + failed.error());
      }
      progress.erase();
      report.add(outcome);
    }
    report.finish(pipeline.runtimeInfo());
    return allDone;
  }

  private static Outcome analyze(Pipeline pipeline, String input, @Nullable OutputFiles annotated) {
    try {
      Image image = Image.read(Path.of(input));
      Analysis analysis = pipeline.analyze(image);
      if (annotated != null) {
        ImageWriter.write(annotated.create(input), Overlay.draw(image, analysis));
      }
      return new Analyzed(input, analysis);
    } catch (RuntimeException | IOException | OutOfMemoryError e) {
      // Whatever is wrong with one picture, the others are still analyzed.
      return new Failed(input, Failures.message(e));
    }
  }

  private @Nullable OutputFiles outputFiles() {
    if (out == null) {
      return null;
    }
    try {
      return OutputFiles.of(out, images);
    } catch (OutputFiles.Unusable e) {
      throw new ParameterException(command.commandLine(), "--out: " + e.getMessage(), e);
    }
  }
}
