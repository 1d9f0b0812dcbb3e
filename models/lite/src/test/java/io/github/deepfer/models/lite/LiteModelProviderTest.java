package io.github.deepfer.models.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Model;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LiteModelProviderTest {
  @Test
  void pinnedHashIsTheHashOfTheFile() throws Exception {
    Model model = new LiteModelProvider().model();
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
        .contains(new ProviderStatus("classifier", "lite", 40, Availability.AVAILABLE));
  }

  @Test
  void saysWhatItIs() {
    Model model = new LiteModelProvider().model();
    assertThat(model.id()).isEqualTo("lite");
    assertThat(model.format()).isEqualTo("onnx");
  }

  @Test
  void licenseAndModelCardAreInTheJar() {
    assertThat(LiteModelProvider.class.getResource("/META-INF/LICENSE")).isNotNull();
    assertThat(LiteModelProvider.class.getResource("/META-INF/MODEL_CARD.md")).isNotNull();
  }
}
