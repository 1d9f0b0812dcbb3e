package io.github.deepfer.cli.support;

import io.github.deepfer.api.FaceQuality.Limits;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Limits of quality as users write them. */
final class QualityLimits implements ITypeConverter<Limits> {
  static final String FORM = "default|size=N,sharpness=S,yaw=D,pitch=D";

  @Override
  public Limits convert(String value) {
    Limits limits = Limits.DEFAULT;
    if (value.equals("default")) {
      return limits;
    }
    try {
      for (String each : value.split(",", -1)) {
        limits = with(limits, each.split("=", -1));
      }
      return limits;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "must be 'default', or some of size, sharpness, yaw and pitch, each 0 or more, such as"
              + " size=32,yaw=30, got '"
              + value
              + "'");
    }
  }

  private static Limits with(Limits limits, String[] pair) {
    if (pair.length != 2) {
      throw new IllegalArgumentException("no name and value");
    }
    int size = limits.minSize();
    float sharpness = limits.minSharpness();
    float yaw = limits.maxYaw();
    float pitch = limits.maxPitch();
    switch (pair[0].strip()) {
      case "size" -> size = Integer.parseInt(pair[1].strip());
      case "sharpness" -> sharpness = Float.parseFloat(pair[1]);
      case "yaw" -> yaw = Float.parseFloat(pair[1]);
      case "pitch" -> pitch = Float.parseFloat(pair[1]);
      default -> throw new IllegalArgumentException("no such limit");
    }
    return new Limits(size, sharpness, yaw, pitch);
  }
}
