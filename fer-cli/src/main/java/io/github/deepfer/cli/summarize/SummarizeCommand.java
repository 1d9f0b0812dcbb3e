package io.github.deepfer.cli.summarize;

import io.github.deepfer.cli.support.ChartFile;
import io.github.deepfer.cli.support.ReportFiles;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.chart.DistributionChart;
import io.github.deepfer.report.table.FaceTableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fer summarize}. */
@Command(
    name = "summarize",
    mixinStandardHelpOptions = true,
    description = "Sums up tables that fer analyze wrote, by folder, and compares two of them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a table cannot be read, or the chart not written",
      "2:wrong usage"
    })
public final class SummarizeCommand implements Callable<Integer> {
  /** What a chart can show beside each other. */
  private static final int MAX_CHARTED = 4;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png|svg",
      description = "Draw the mean probability of each emotion, of up to 4 tables.")
  private @Nullable Path plot;

  @Parameters(
      paramLabel = "TABLE.csv",
      arity = "1..*",
      description = "Tables of fer analyze --csv; two are compared.")
  private List<Path> tables = List.of();

  @Override
  public Integer call() throws IOException {
    if (plot != null && tables.size() > MAX_CHARTED) {
      throw new ParameterException(
          command.commandLine(),
          "--plot draws up to " + MAX_CHARTED + " tables, got " + tables.size());
    }
    ChartFile chart = ChartFile.of(command.commandLine(), "--plot", plot);
    PrintWriter err = command.commandLine().getErr();
    try (ReportFiles reports = new ReportFiles(problem -> err.println("fer: " + problem))) {
      chart.open(reports);
      List<TableSummary> summaries = new ArrayList<>();
      for (Path table : tables) {
        TableSummary summary = new TableSummary(table);
        FaceTableReader.read(table, summary::add);
        summaries.add(summary);
      }
      PrintWriter out = command.commandLine().getOut();
      if (asJson) {
        SummaryJson.write(out, summaries);
      } else {
        SummaryText.write(out, summaries);
      }
      out.flush();
      chart.write(
          reports,
          () -> DistributionChart.png(groups(summaries), title()),
          () -> DistributionChart.svg(groups(summaries), title()));
      return reports.failed() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  private static Map<String, EmotionStatistics> groups(List<TableSummary> summaries) {
    Map<String, EmotionStatistics> groups = new LinkedHashMap<>();
    summaries.forEach(each -> groups.put(each.table().toString(), each.all().faces()));
    return groups;
  }

  private String title() {
    return tables.size() == 1
        ? "Emotions in " + tables.get(0)
        : "Emotions in " + tables.size() + " tables";
  }
}
