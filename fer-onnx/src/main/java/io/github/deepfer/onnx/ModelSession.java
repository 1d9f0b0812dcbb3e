package io.github.deepfer.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.deepfer.api.GpuPolicy;
import io.github.deepfer.api.InferenceException;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.ClassifierOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model and what computes it.
 *
 * @param session shared by all threads
 * @param options the session's, which must outlive it
 * @param executionProvider {@code cpu} or {@code cuda}
 * @param fallback why a preferred GPU is not used, or null
 */
record ModelSession(
    OrtSession session, SessionOptions options, String executionProvider, @Nullable String fallback)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSession.class);
  private static final int MOST_DEFAULT_THREADS = 4;

  /** Loads a model on the CPU or a GPU, as the policy says. */
  static ModelSession open(
      OrtEnvironment environment, String modelId, byte[] model, ClassifierOptions options) {
    if (options.gpu() == GpuPolicy.OFF) {
      return openOnCpu(environment, modelId, model, options.threads(), null);
    }
    String missing;
    try {
      return create(environment, model, options.threads(), "cuda", null);
    } catch (OrtException e) {
      missing = whyNoCuda(e);
    }
    // A damaged model cannot run on a GPU either; on the CPU it fails as what it is.
    ModelSession onCpu = openOnCpu(environment, modelId, model, options.threads(), missing);
    if (options.gpu() == GpuPolicy.REQUIRE) {
      onCpu.close();
      throw new ProviderException(
          "model "
              + modelId
              + " cannot run on a GPU, which GpuPolicy.REQUIRE asks for: "
              + missing
              + "; or choose GpuPolicy.PREFER");
    }
    LOG.warn("Model {} runs on the CPU, not on the preferred GPU: {}", modelId, missing);
    return onCpu;
  }

  private static ModelSession openOnCpu(
      OrtEnvironment environment,
      String modelId,
      byte[] model,
      int threads,
      @Nullable String fallback) {
    try {
      return create(environment, model, threads, "cpu", fallback);
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
      int threads,
      String executionProvider,
      @Nullable String fallback)
      throws OrtException {
    SessionOptions options = new SessionOptions();
    try {
      // Its warnings tell makers of models how to make them, not users what is wrong.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setInterOpNumThreads(1);
      options.setIntraOpNumThreads(threads > 0 ? threads : defaultThreads());
      // Idle workers would otherwise burn the processors that the application needs.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (executionProvider.equals("cuda")) {
        options.addCUDA();
      }
      return new ModelSession(
          environment.createSession(model, options), options, executionProvider, fallback);
    } catch (OrtException | RuntimeException | Error e) {
      options.close();
      throw e;
    }
  }

  private static int defaultThreads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_DEFAULT_THREADS);
  }

  private static String whyNoCuda(OrtException failure) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      return "the library "
          + System.mapLibraryName("onnxruntime_providers_cuda")
          + " is missing; replace com.microsoft.onnxruntime:onnxruntime by onnxruntime_gpu, which"
          + " brings it";
    }
    return failure.getMessage() + "; install the CUDA and cuDNN libraries that it names";
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
