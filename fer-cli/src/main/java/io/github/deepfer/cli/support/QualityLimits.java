package io.github.deepfer.cli.support;

import io.github.deepfer.api.FaceQuality.Limits;
import java.util.HashSet;
import java.util.Set;
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
    Set<String> named = new HashSet<>();
    try {
      for (String each : value.split(",", -1)) {
        String[] pair = each.split("=", -1);
        if (!named.add(pair[0].strip())) {
          throw new TypeConversionException(
              "names " + pair[0].strip() + " twice; leave out one, got '" + value + "'");
        }
        limits = with(limits, pair);
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
      case "sharpness" -> sharpness = number(pair[1]);
      case "yaw" -> yaw = number(pair[1]);
      case "pitch" -> pitch = number(pair[1]);
      default -> throw new IllegalArgumentException("no such limit");
    }
    return new Limits(size, sharpness, yaw, pitch);
  }

  /** What Java takes for a number besides, such as Infinity or 1e99, is a typo here. */
  private static float number(String text) {
    float number = Float.parseFloat(text);
    if (!Float.isFinite(number)) {
      throw new IllegalArgumentException("no number");
    }
    return number;
  }
}
