package io.github.deepfer.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model and what computes it.
 *
 * @param session shared by all threads
 * @param options the session's, which must outlive it
 * @param executionProvider {@code cpu}, {@code cuda} or another of {@link ExecutionProvider}
 * @param fallback why a preferred GPU is not used, or null
 * @param runs what runs on the session, all of it
 */
public record ModelSession(
    OrtSession session,
    SessionOptions options,
    String executionProvider,
    @Nullable String fallback,
    Runs runs)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSession.class);
  private static final int MAX_DEFAULT_THREADS = 4;

  /** Loads a model on what the options name, or on the CPU or CUDA, as the policy says. */
  public static ModelSession open(
      OrtEnvironment environment, String modelId, byte[] model, BackendOptions options) {
    OnnxOptions onnx = OnnxOptions.parse(options);
    ExecutionProvider wanted = wanted(modelId, options.gpu(), onnx);
    if (wanted == ExecutionProvider.CPU) {
      return openOnCpu(environment, modelId, model, options, onnx, null);
    }
    String missing;
    try {
      return create(environment, model, options, onnx, wanted, null);
    } catch (OrtException e) {
      missing = why(wanted, e);
    }
    // A damaged model cannot run on a GPU either; on the CPU it fails as what it is.
    OnnxOptions forCpu = onnx.onCpu();
    ModelSession onCpu = openOnCpu(environment, modelId, model, options, forCpu, missing);
    if (options.gpu() != GpuPolicy.PREFER) {
      onCpu.close();
      throw new ProviderException(
          "model "
              + modelId
              + " cannot run on "
              + wanted.id()
              + (wanted.isAccelerator() ? ", which GpuPolicy.REQUIRE asks for: " : ": ")
              + missing
              + (wanted.isAccelerator() ? "; or choose GpuPolicy.PREFER" : ""));
    }
    LOG.warn(
        "Model {} runs on the CPU, not on {}, which is preferred: {}",
        modelId,
        wanted.id(),
        missing);
    return onCpu;
  }

  /** Starts the description of what runs on it; the models are to be added. */
  public BackendInfo.Builder describe(String id, OrtEnvironment environment) {
    return BackendInfo.builder(id)
        .executionProvider(executionProvider)
        .fallback(fallback)
        .library("onnxruntime", environment.getVersion());
  }

  private static ExecutionProvider wanted(String modelId, GpuPolicy gpu, OnnxOptions onnx) {
    ExecutionProvider named = onnx.provider();
    if (named == null) {
      return gpu == GpuPolicy.OFF ? ExecutionProvider.CPU : ExecutionProvider.CUDA;
    }
    if (named.isAccelerator() && gpu == GpuPolicy.OFF) {
      throw new ProviderException(
          "model "
              + modelId
              + " cannot run on "
              + named.id()
              + " while GpuPolicy.OFF forbids GPUs; choose GpuPolicy.PREFER or REQUIRE with"
              + " onnx.provider="
              + named.id());
    }
    if (!named.isAccelerator() && gpu == GpuPolicy.REQUIRE) {
      throw new ProviderException(
          "model "
              + modelId
              + " cannot run on a GPU, which GpuPolicy.REQUIRE asks for, since onnx.provider="
              + named.id()
              + " is none; leave one of them out");
    }
    return named;
  }

  private static ModelSession openOnCpu(
      OrtEnvironment environment,
      String modelId,
      byte[] model,
      BackendOptions options,
      OnnxOptions onnx,
      @Nullable String fallback) {
    try {
      return create(environment, model, options, onnx, ExecutionProvider.CPU, fallback);
    } catch (OrtException e) {
      throw new ModelException(
          "model "
              + modelId
              + " cannot be loaded by ONNX Runtime "
              + environment.getVersion()
              + ": "
              + e.getMessage()
              + "; the file is damaged, no ONNX model, or needs a newer ONNX Runtime",
          e);
    }
  }

  private static ModelSession create(
      OrtEnvironment environment,
      byte[] model,
      BackendOptions options,
      OnnxOptions onnx,
      ExecutionProvider provider,
      @Nullable String fallback)
      throws OrtException {
    SessionOptions session = new SessionOptions();
    try {
      // Its warnings tell makers of models how to make them, not users what is wrong.
      session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      session.setOptimizationLevel(onnx.optimization());
      session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      session.setInterOpNumThreads(1);
      session.setIntraOpNumThreads(options.threads() > 0 ? options.threads() : defaultThreads());
      session.setCPUArenaAllocator(onnx.hasArena());
      // Idle workers would otherwise burn the processors that the application needs.
      session.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (Saturation.happens(environment)) {
        session.addConfigEntry("session.x64quantprecision", "1");
      }
      provider.addTo(session, onnx);
      return new ModelSession(
          environment.createSession(model, session), session, provider.id(), fallback, new Runs());
    } catch (OrtException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static int defaultThreads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MAX_DEFAULT_THREADS);
  }

  private static String why(ExecutionProvider wanted, OrtException failure) {
    if (OrtEnvironment.getAvailableProviders().contains(wanted.provider())) {
      return withoutItsSource(failure.getMessage())
          + (wanted == ExecutionProvider.CUDA || wanted == ExecutionProvider.TENSORRT
              ? "; install the CUDA and cuDNN libraries that it names"
              : "; install what it names");
    }
    return wanted == ExecutionProvider.CUDA || wanted == ExecutionProvider.TENSORRT
        ? "the library "
            + System.mapLibraryName("onnxruntime_providers_" + wanted.id())
            + " is missing; replace com.microsoft.onnxruntime:onnxruntime by onnxruntime_gpu, which"
            + " brings it"
        : "this build of ONNX Runtime was made without it and has "
            + OrtEnvironment.getAvailableProviders().stream()
                .map(OrtProvider::getName)
                .sorted()
                .toList()
            + "; name a build that has it with -Donnxruntime.native.path";
  }

  /** Users need the library, not the line of C++ that missed it. */
  private static String withoutItsSource(@Nullable String message) {
    String whole = String.valueOf(message).strip();
    return whole.substring(Math.max(0, whole.indexOf("Failed to load library")));
  }

  /** Only when nothing runs. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new InferenceException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
    } finally {
      options.close();
    }
  }
}
