package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.cli.support.ClassifierChoice;
import io.github.deepfer.cli.support.Inputs;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.ReportFiles;
import io.github.deepfer.report.Evaluation;
import io.github.deepfer.report.EvaluationScores;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.chart.ConfusionChart;
import io.github.deepfer.report.json.EvaluationJson;
import io.github.deepfer.report.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "0:done; malformed rows are left out and counted",
      "1:the data cannot be read or has no face, an output cannot be written (the others are), or"
          + " what was chosen cannot run here",
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
  private String data = "";

  @Option(
      names = "--usage",
      paramLabel = "NAME",
      description = "Only the rows of this Usage, such as PublicTest (default: all rows).")
  private @Nullable String usage;

  @Option(
      names = "--votes",
      paramLabel = "CSV",
      description = "fer2013new.csv: the votes of FER+, to compare with their majority too.")
  private @Nullable String votes;

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
    Optional<NearDuplicates> nearDuplicates =
        usage == null || usage.equals(Fer2013Csv.TRAINING)
            ? Optional.empty()
            : Optional.of(new NearDuplicates());
    PrintWriter stderr = command.commandLine().getErr();
    try (Progress progress = new Progress(stderr);
        ReportFiles reports = new ReportFiles(problem -> progress.print("fer: " + problem));
        Samples samples =
            open(nearDuplicates, problem -> progress.print("fer: " + data + ": " + problem));
        EmotionClassifier judged = builder.openClassifier()) {
      Path report = out == null ? null : out.resolve("report.json");
      Path chart = out == null ? null : out.resolve("confusion.png");
      reports.open(report);
      reports.openChart(chart);
      Evaluator evaluator = new Evaluator(judged, nearDuplicates);
      Evaluation evaluation = evaluate(samples, evaluator, nearDuplicates, progress);
      BackendInfo runtime = judged.info();
      StringWriter document = new StringWriter();
      JsonWriter.write(document, json -> write(json, evaluation, runtime));
      if (asJson) {
        stdout.print(document);
      } else {
        EvaluationText.write(evaluation, runtime, stdout);
      }
      stdout.flush();
      reports.write(report, () -> document.toString().getBytes(StandardCharsets.UTF_8));
      reports.write(
          chart, () -> ConfusionChart.png(evaluation.confusion(), title(evaluation, runtime)));
      return reports.failed() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  private static String title(Evaluation evaluation, BackendInfo runtime) {
    return runtime.id()
        + runtime.head().map(head -> ", head " + head).orElse("")
        + (": " + Wording.count(evaluation.samples(), "face"))
        + (", accuracy " + Wording.percent(evaluation.accuracy(), 1));
  }

  private static void write(JsonWriter json, Evaluation evaluation, BackendInfo runtime)
      throws IOException {
    EvaluationJson.write(json, evaluation);
    json.field("head", runtime.head().orElse(null));
    json.startObject("runtime");
    json.field("classifier", runtime.id());
    json.field("executionProvider", runtime.executionProvider());
    json.endObject();
  }

  private Samples open(Optional<NearDuplicates> nearDuplicates, Consumer<String> problems)
      throws IOException {
    Path source = Inputs.local(data);
    if (!Files.isDirectory(source)) {
      FerPlusVotes majority =
          votes == null ? FerPlusVotes.none() : FerPlusVotes.read(Inputs.local(votes));
      return new Fer2013Csv(source, Optional.ofNullable(usage), majority, nearDuplicates, problems);
    }
    if (usage != null || votes != null) {
      throw new ParameterException(
          command.commandLine(),
          "--usage and --votes go with a CSV file; " + data + " is a folder");
    }
    return new ImageFolders(source, problems);
  }

  private Evaluation evaluate(
      Samples samples,
      Evaluator evaluator,
      Optional<NearDuplicates> nearDuplicates,
      Progress progress)
      throws IOException {
    for (Sample sample = samples.next(); sample != null; sample = samples.next()) {
      evaluator.add(sample);
      progress.update(samples.fraction(), Wording.count(evaluator.scores().samples(), "face"));
    }
    evaluator.flush();
    progress.erase();
    if (evaluator.scores().samples() == 0) {
      throw new IOException(
          data + " has no face to evaluate" + (usage == null ? "" : " with the Usage " + usage));
    }
    EvaluationScores scores = evaluator.scores();
    if (votes != null) {
      scores.expectVotes();
    }
    scores.malformedRows(samples.malformed());
    scores.time(evaluator.time());
    scores.unseen(nearDuplicates.flatMap(NearDuplicates::figures));
    return scores.evaluation();
  }
}
