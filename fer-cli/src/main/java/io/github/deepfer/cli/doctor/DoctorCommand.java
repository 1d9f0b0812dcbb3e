package io.github.deepfer.cli.doctor;

import io.github.deepfer.report.Diagnosis;
import io.github.deepfer.report.json.DiagnosisJson;
import io.github.deepfer.report.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fer doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what can run on this machine and why the rest cannot, by trying it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:pictures can be analyzed", "1:something is broken", "2:wrong usage"})
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Override
  public Integer call() throws IOException {
    Diagnosis diagnosis = Examination.run();
    PrintWriter out = command.commandLine().getOut();
    if (asJson) {
      JsonWriter.write(out, json -> DiagnosisJson.write(json, diagnosis));
    } else {
      DiagnosisText.write(diagnosis, out);
    }
    return diagnosis.healthy() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
