package io.github.deepfer.web;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.RuntimeJson;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/analyze}: read without a thread, analyzed by a worker, sent without a thread.
 */
final class Analyses {
  private static final Logger LOG = LoggerFactory.getLogger(Analyses.class);

  private final Pipeline pipeline;
  private final Limits limits;
  private final Workers workers;
  private final Metrics metrics;
  private final PictureMemory memory;
  private final AtomicLong buffered = new AtomicLong();

  Analyses(
      Pipeline pipeline, Limits limits, PictureMemory memory, Workers workers, Metrics metrics) {
    this.memory = memory;
    this.pipeline = pipeline;
    this.limits = limits;
    this.workers = workers;
    this.metrics = metrics;
  }

  long bufferedBytes() {
    return buffered.get();
  }

  void handle(Exchange exchange) {
    String given = exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
    String type = given == null ? "" : given;
    if (!Upload.supports(type)) {
      exchange.refuse(Problem.unsupportedType(type));
      return;
    }
    if (exchange.request().getLength() > limits.maxBodyBytes()) {
      exchange.refuse(Problem.tooLarge(limits.maxBodyBytes()));
      return;
    }
    Body body = new Body(limits, buffered, exchange.request().getLength());
    Request.addCompletionListener(exchange.request(), failure -> body.release());
    long seconds = limits.timeout().toSeconds();
    AtomicBoolean complete = new AtomicBoolean();
    exchange.deadline(
        limits.timeout(),
        () ->
            Objects.requireNonNullElse(
                body.refusal(),
                complete.get() ? Problem.tookTooLong(seconds) : Problem.tooSlow(seconds)));
    exchange.read(
        exchange.patience(),
        body::take,
        whole -> {
          complete.set(whole);
          Problem refusal = body.refusal();
          if (refusal != null) {
            exchange.answer(refusal);
          } else if (!whole) {
            exchange.answer(Problem.tooSlow(Limits.IDLE.toSeconds()));
          } else if (!workers.offer(() -> analyze(exchange, type, body))) {
            exchange.answer(Problem.overloaded());
          }
        });
  }

  private void analyze(Exchange exchange, String type, Body body) {
    if (exchange.answered()) {
      return; // its time was up while it waited
    }
    try {
      List<Upload> uploads = Upload.of(type, body.whole());
      if (uploads.isEmpty()) {
        exchange.answer(Problem.noPicture());
      } else {
        exchange.answer(results(exchange, uploads));
      }
    } catch (Upload.Malformed e) {
      exchange.answer(Problem.malformed(String.valueOf(e.getMessage())));
    } catch (ImageException e) {
      exchange.answer(Problem.of(e, limits));
    } catch (PictureMemory.Refused e) {
      exchange.answer(e.problem());
    } catch (OutOfMemoryError e) {
      LOG.warn("a request did not fit into memory: {}", e.getMessage());
      exchange.answer(Problem.overloaded());
    } catch (RuntimeException | Error e) {
      LOG.error("a request failed", e);
      exchange.answer(Problem.internal());
    }
  }

  private String results(Exchange exchange, List<Upload> uploads) {
    return JsonWriter.text(
        json -> {
          json.startArray("results");
          for (Upload upload : uploads) {
            if (exchange.answered()) {
              break; // its time is up: the worker is for others
            }
            json.startObject();
            json.field("image", upload.name());
            if (uploads.size() == 1) {
              analyze(json, upload);
            } else {
              analyzeOrExplain(json, upload);
            }
            json.endObject();
          }
          json.endArray();
          RuntimeJson.write(json, pipeline.runtimeInfo());
        });
  }

  /** One bad picture of several spoils only its own result. */
  private void analyzeOrExplain(JsonWriter json, Upload upload) throws IOException {
    try {
      analyze(json, upload);
    } catch (ImageException e) {
      json.field("error", Problem.of(e, limits).detail());
    } catch (PictureMemory.Refused e) {
      json.field("error", e.problem().detail());
    }
  }

  private void analyze(JsonWriter json, Upload upload) throws IOException {
    long start = System.nanoTime();
    Analysis analysis = memory.use(upload.bytes(), pipeline::analyze);
    long nanos = System.nanoTime() - start;
    metrics.analysis(nanos, analysis.faces().size());
    AnalysisJson.write(json, analysis);
    json.field("milliseconds", nanos / 1e6);
  }
}
