package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link BackendOptions#options()} that begin with {@code onnx.}.
 *
 * @param provider what is to compute, or null for what the GPU policy says
 * @param device number of the GPU
 * @param memoryLimit bytes of the GPU's memory, 0 for no limit
 * @param isHalf whether to compute in 16 bits what the file has in 32
 * @param hasArena whether the CPU's memory is kept for the next run
 * @param optimization how far the graph is optimised
 * @param warmUp faces of a trial run at opening
 * @param isAligned whether a classifier turns faces as their landmarks say
 */
public record OnnxOptions(
    @Nullable ExecutionProvider provider,
    int device,
    long memoryLimit,
    boolean isHalf,
    boolean hasArena,
    OptLevel optimization,
    int warmUp,
    boolean isAligned) {
  private static final String PREFIX = "onnx.";
  private static final int MAX_WARM_UP = 1024;

  private static final Map<String, Boolean> SWITCH = Map.of("true", true, "false", false);
  private static final Map<String, ExecutionProvider> PROVIDERS =
      Arrays.stream(ExecutionProvider.values())
          .collect(Collectors.toMap(ExecutionProvider::id, Function.identity()));
  private static final Map<String, OptLevel> LEVELS =
      Map.of(
          "none", OptLevel.NO_OPT,
          "basic", OptLevel.BASIC_OPT,
          "extended", OptLevel.EXTENDED_OPT,
          "all", OptLevel.ALL_OPT);

  public static OnnxOptions parse(BackendOptions options) {
    Map<String, String> left = new HashMap<>(options.options());
    left.keySet().removeIf(key -> !key.startsWith(PREFIX));
    OnnxOptions parsed =
        new OnnxOptions(
            choice(left, "provider", PROVIDERS),
            (int) number(left, "device", Integer.MAX_VALUE),
            number(left, "memory-limit", Long.MAX_VALUE),
            or(choice(left, "fp16", SWITCH), false),
            or(choice(left, "arena", SWITCH), true),
            or(choice(left, "optimization", LEVELS), OptLevel.ALL_OPT),
            (int) number(left, "warm-up", MAX_WARM_UP),
            or(choice(left, "align", SWITCH), true));
    if (!left.isEmpty()) {
      throw new ProviderException(
          "backend onnx has no option "
              + left.keySet().iterator().next()
              + "; it has onnx.provider, onnx.device, onnx.memory-limit, onnx.fp16, onnx.arena,"
              + " onnx.optimization, onnx.warm-up and onnx.align");
    }
    return parsed;
  }

  /** The same without what only GPUs have. */
  OnnxOptions onCpu() {
    return new OnnxOptions(
        ExecutionProvider.CPU, 0, 0, false, hasArena, optimization, warmUp, isAligned);
  }

  private static <T> T or(@Nullable T value, T other) {
    return value != null ? value : other;
  }

  private static <T> @Nullable T choice(
      Map<String, String> options, String key, Map<String, T> choices) {
    String value = options.remove(PREFIX + key);
    if (value == null) {
      return null;
    }
    T chosen = choices.get(value.strip().toLowerCase(Locale.ROOT));
    if (chosen == null) {
      throw wrong(key, value, "one of " + choices.keySet().stream().sorted().toList());
    }
    return chosen;
  }

  private static long number(Map<String, String> options, String key, long most) {
    String value = options.remove(PREFIX + key);
    if (value == null) {
      return 0;
    }
    try {
      long number = Long.parseLong(value.strip());
      if (number >= 0 && number <= most) {
        return number;
      }
      throw wrong(key, value, "from 0 to " + most);
    } catch (NumberFormatException e) {
      throw wrong(key, value, "a whole number from 0 to " + most);
    }
  }

  private static ProviderException wrong(String key, String value, String expected) {
    return new ProviderException(
        "option " + PREFIX + key + " of backend onnx must be " + expected + ", got " + value);
  }
}
