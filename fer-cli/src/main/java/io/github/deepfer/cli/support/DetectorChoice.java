package io.github.deepfer.cli.support;

import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.api.ProviderKind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose a face detector. */
public final class DetectorChoice {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--detector",
      paramLabel = "ID|FILE.onnx",
      description =
          "The face detector: an id that `fer doctor` lists, or a model file of YuNet or"
              + " UltraFace, which ONNX Runtime then runs.")
  private @Nullable String detector;

  @Option(
      names = "--min-face",
      paramLabel = "N",
      defaultValue = "0",
      description = "Width in pixels of the smallest face (default: 0, the detector decides).")
  private int minFace;

  @Option(
      names = "--min-quality",
      paramLabel = QualityLimits.FORM,
      converter = QualityLimits.class,
      description =
          "Do not classify faces that are smaller, less sharp or turned further: pictures list them"
              + " as rejected, videos leave them out; what is not named is as in default, size=24,"
              + "sharpness=0.5,yaw=45,pitch=30. Without it all faces are classified.")
  private FaceQuality.@Nullable Limits minQuality;

  /**
   * Hands the choice on.
   *
   * @param builder what will open the detector
   * @throws ParameterException if there is no such detector or file, or the size is negative
   */
  public void applyTo(PipelineBuilder builder) {
    try {
      builder.minFaceSize(minFace);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--min-face: " + e.getMessage(), e);
    }
    if (minQuality != null) {
      builder.minQuality(minQuality);
    }
    if (detector == null) {
      return;
    }
    if (ClassifierChoice.isFile(detector)) {
      try {
        builder.detector(Model.ofFile(Inputs.local(detector)));
      } catch (ModelException | IOException e) {
        throw new ParameterException(command.commandLine(), "--detector: " + e.getMessage(), e);
      }
    } else {
      ProviderIds.check(command.commandLine(), "--detector", ProviderKind.DETECTOR, detector);
      builder.detector(detector);
    }
  }
}
