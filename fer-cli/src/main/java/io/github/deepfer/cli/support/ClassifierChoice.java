package io.github.deepfer.cli.support;

import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.ProviderKind;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose a classifier. */
public final class ClassifierChoice {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--classifier",
      paramLabel = "ID|FILE.onnx",
      description = "The emotion model: an id that `fer doctor` lists, or a model file.")
  private @Nullable String classifier;

  @Option(
      names = "--head",
      paramLabel = "NAME",
      description =
          "Which of its outputs the model answers with: balanced, fer2013 or ferplus for ours"
              + " (default: what the model says).")
  private @Nullable String head;

  @Option(
      names = "--gpu",
      paramLabel = "off|prefer|require",
      defaultValue = "off",
      description = "Whether the models run on a GPU (default: ${DEFAULT-VALUE}).")
  private GpuPolicy gpu = GpuPolicy.OFF;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads to compute with (default: 0, as many as make sense here).")
  private int threads;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "An option of the backends, such as onnx.device=1; repeatable.")
  private Map<String, String> options = Map.of();

  /**
   * How many of several things are worked on at once.
   *
   * @param most how many things there are
   * @return the number of threads that the user chose, or of processors, but no more than that
   */
  public int workers(int most) {
    return Math.max(
        1, Math.min(most, threads > 0 ? threads : Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Hands the choice on, for one call at a time.
   *
   * @param builder what will open the classifier
   * @throws ParameterException if there is no such classifier, or the thread count is out of range
   */
  public void applyTo(PipelineBuilder builder) {
    applyTo(builder, 1);
  }

  /**
   * Hands the choice on, for several calls at once, which share the threads out: two that wait for
   * the same two threads are slower than two with one each.
   *
   * @param builder what will open the classifier
   * @param calls how many at once, as {@link #workers} says
   * @throws ParameterException as above
   */
  public void applyTo(PipelineBuilder builder, int calls) {
    builder.gpu(gpu);
    options.forEach(builder::option);
    if (head != null) {
      builder.head(head);
    }
    try {
      // All of them first, so that a wrong number is refused and not shared out.
      builder.threads(threads);
      if (calls > 1) {
        builder.threads(Math.max(1, threads / calls));
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--threads: " + e.getMessage(), e);
    }
    if (classifier == null) {
      return;
    }
    if (isFile(classifier)) {
      try {
        builder.classifier(Model.ofFile(Inputs.local(classifier)));
      } catch (ModelException | IOException e) {
        throw new ParameterException(command.commandLine(), "--classifier: " + e.getMessage(), e);
      }
    } else {
      ProviderIds.check(command.commandLine(), "--classifier", ProviderKind.CLASSIFIER, classifier);
      builder.classifier(classifier);
    }
  }

  static boolean isFile(String value) {
    return value.endsWith(".onnx") || value.indexOf('/') >= 0 || value.indexOf('\\') >= 0;
  }
}
