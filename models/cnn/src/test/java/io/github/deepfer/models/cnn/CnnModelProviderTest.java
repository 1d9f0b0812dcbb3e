package io.github.deepfer.models.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Model;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CnnModelProviderTest {
  @Test
  void pinnedHashIsTheHashOfTheFile() throws Exception {
    Model model = new CnnModelProvider().model();
    byte[] bytes;
    try (InputStream stream = model.content().open()) {
      bytes = stream.readAllBytes();
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(model.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void isFoundAsService() {
    assertThat(Pipeline.providers())
        .contains(new ProviderStatus("classifier", "cnn", 50, Availability.AVAILABLE));
  }

  @Test
  void saysWhatItIs() {
    Model model = new CnnModelProvider().model();
    assertThat(model.id()).isEqualTo("cnn");
    assertThat(model.format()).isEqualTo("onnx");
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(CnnModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(CnnModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
