package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.GivenFaces;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.opencv.io.ImageWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fer evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures a classifier on labelled faces, as they are, without detection.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; malformed rows are passed over and counted",
      "1:the data cannot be read or has no face, or what was chosen cannot run here",
      "2:wrong usage, including ids and model files that do not exist"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ClassifierChoice classifier = new ClassifierChoice();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "CSV|DIR",
      description = "fer2013.csv or fer2013.csv.gz, or a folder that holds class/*.png.")
  private Path data = Path.of("");

  @Option(
      names = "--usage",
      paramLabel = "NAME",
      description = "Only the rows of this Usage, such as PublicTest (default: all rows).")
  private @Nullable String usage;

  @Option(
      names = "--votes",
      paramLabel = "CSV",
      description = "fer2013new.csv: the votes of FER+, to compare with their majority too.")
  private @Nullable Path votes;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write report.json and confusion.png there.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    PrintWriter stdout = command.commandLine().getOut();
    PipelineBuilder builder = Pipeline.builder();
    classifier.applyTo(builder);
    GivenFaces faces = new GivenFaces();
    Optional<NearDuplicates> nearDuplicates =
        usage == null || usage.equals(Fer2013Csv.TRAINING)
            ? Optional.empty()
            : Optional.of(new NearDuplicates());
    try (Progress progress = new Progress(command.commandLine().getErr());
        Samples samples =
            open(nearDuplicates, problem -> progress.print("fer: " + data + ": " + problem));
        Pipeline pipeline = builder.detector(faces).build()) {
      Evaluator evaluator = new Evaluator(pipeline, faces, nearDuplicates);
      Evaluation evaluation = evaluate(samples, evaluator, nearDuplicates, progress);
      RuntimeInfo runtime = pipeline.runtimeInfo();
      if (out != null) {
        writeFiles(evaluation, runtime, out);
      }
      if (asJson) {
        EvaluationJson.write(evaluation, runtime, stdout);
      } else {
        EvaluationText.write(evaluation, runtime, stdout);
      }
    }
    return ExitCode.OK;
  }

  private Samples open(Optional<NearDuplicates> nearDuplicates, Consumer<String> problems)
      throws IOException {
    if (!Files.isDirectory(data)) {
      FerPlusVotes majority = votes == null ? FerPlusVotes.none() : FerPlusVotes.read(votes);
      return new Fer2013Csv(data, Optional.ofNullable(usage), majority, nearDuplicates, problems);
    }
    if (usage != null || votes != null) {
      throw new ParameterException(
          command.commandLine(),
          "--usage and --votes go with a CSV file; " + data + " is a folder");
    }
    return new ImageFolders(data, problems);
  }

  private Evaluation evaluate(
      Samples samples,
      Evaluator evaluator,
      Optional<NearDuplicates> nearDuplicates,
      Progress progress)
      throws IOException {
    for (Sample sample = samples.next(); sample != null; sample = samples.next()) {
      evaluator.add(sample);
      progress.update(samples.fraction(), Text.count(evaluator.scores().samples(), "face"));
    }
    evaluator.flush();
    progress.erase();
    if (evaluator.scores().samples() == 0) {
      throw new IOException(
          data + " has no face to evaluate" + (usage == null ? "" : " with the Usage " + usage));
    }
    return evaluator
        .scores()
        .evaluation(evaluator.seconds(), samples.malformed(), votes != null, nearDuplicates);
  }

  private static void writeFiles(Evaluation evaluation, RuntimeInfo runtime, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    try (Writer report = Files.newBufferedWriter(directory.resolve("report.json"))) {
      EvaluationJson.write(evaluation, runtime, report);
    }
    String title =
        runtime.classifier().id()
            + (": " + Text.count(evaluation.samples(), "face"))
            + (", accuracy " + String.format(Locale.ROOT, "%.1f %%", 100 * evaluation.accuracy()));
    ImageWriter.write(
        directory.resolve("confusion.png"), ConfusionChart.draw(evaluation.confusion(), title));
  }
}
