package io.github.deepfer.api.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArtifactsTest {
  /** One jar per model, named after its id: what the project builds is what users are told. */
  @Test
  void everyModelOfTheProjectIsKnown() throws Exception {
    try (Stream<Path> folders = Files.list(Path.of("../models"))) {
      assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))))
          .isNotEmpty()
          .allSatisfy(
              folder -> {
                String id = folder.getFileName().toString();
                String artifact = Artifacts.having(id).orElseThrow();
                assertThat(artifact).isEqualTo("io.github.deepfer:fer-model-" + id);
                assertThat(folder.resolve("pom.xml"))
                    .content()
                    .contains("<artifactId>fer-model-" + id + "</artifactId>");
              });
    }
  }

  @Test
  void whatNoReleaseHasIsNotSentAfter() {
    assertThat(Artifacts.having("liet")).isEmpty();
  }
}
