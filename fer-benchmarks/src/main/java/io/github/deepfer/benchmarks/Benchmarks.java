package io.github.deepfer.benchmarks;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import io.github.deepfer.api.ProviderStatus;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The command line of JMH, on every detector and model that can be found: {@code java -jar
 * benchmarks.jar -prof gc}. A model jar on the class path adds its model. {@code -p detector=...}
 * and {@code -p model=...} choose some of them; a detector may be a file, such as YuNet's.
 */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    CommandLineOptions commandLine = new CommandLineOptions(args);
    if (commandLine.shouldHelp() || commandLine.shouldList() || commandLine.shouldListProfilers()) {
      Main.main(args);
      return;
    }
    OptionsBuilder options = new OptionsBuilder();
    options.parent(commandLine);
    addIfNotChosen(commandLine, options, "detector", ProviderKind.DETECTOR);
    addIfNotChosen(commandLine, options, "model", ProviderKind.CLASSIFIER);
    new Runner(options.build()).run();
  }

  private static void addIfNotChosen(
      CommandLineOptions commandLine, OptionsBuilder options, String parameter, ProviderKind kind) {
    if (!commandLine.getParameter(parameter).hasValue()) {
      options.param(
          parameter,
          Pipeline.providers().stream()
              .filter(provider -> provider.kind() == kind)
              .filter(provider -> provider.availability() == Availability.AVAILABLE)
              .map(ProviderStatus::id)
              .toArray(String[]::new));
    }
  }
}
