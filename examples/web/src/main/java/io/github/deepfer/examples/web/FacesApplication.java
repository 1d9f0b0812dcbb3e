package io.github.deepfer.examples.web;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import java.io.InputStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers a picture with its faces. */
@SpringBootApplication
public class FacesApplication {
  public static void main(String[] args) {
    SpringApplication.run(FacesApplication.class, args);
  }

  /** One for all requests; Spring closes it. */
  @Bean
  Pipeline pipeline() {
    return Pipeline.create();
  }

  @RestController
  static class Faces {
    private final Pipeline pipeline;

    Faces(Pipeline pipeline) {
      this.pipeline = pipeline;
    }

    @PostMapping("/faces")
    Analysis faces(InputStream picture) {
      return pipeline.analyze(Image.decode(picture));
    }

    @ExceptionHandler
    ProblemDetail refused(ImageException problem) {
      return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, problem.getMessage());
    }
  }
}
