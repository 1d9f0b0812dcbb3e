package io.github.deepfer.examples.cli;

import io.github.deepfer.api.PipelineBuilder;
import io.github.deepfer.opencv.YuNetFaceDetectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
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
          "The face detector: an id that `fer doctor` lists, or a YuNet model file"
              + " (face_detection_yunet_*.onnx of the OpenCV zoo).")
  private @Nullable String detector;

  @Option(
      names = "--min-face",
      paramLabel = "N",
      defaultValue = "0",
      description = "Width in pixels of the smallest face (default: 0, the detector decides).")
  private int minFace;

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
    if (detector == null) {
      return;
    }
    if (ClassifierChoice.isFile(detector)) {
      if (!Files.isRegularFile(Path.of(detector))) {
        throw new ParameterException(
            command.commandLine(), "--detector: " + detector + " is not a file; check the path");
      }
      // As if -D had been given, so that the pipeline opens the detector and closes it.
      System.setProperty(YuNetFaceDetectorProvider.MODEL_PROPERTY, detector);
      builder.detector("yunet");
    } else {
      ProviderIds.check(command.commandLine(), "--detector", "detector", detector);
      builder.detector(detector);
    }
  }
}
