package io.github.deepfer.awt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.testkit.ImageDecoderContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Test;

final class ImageIoDecoderProviderTest extends ImageDecoderContract {
  @Override
  protected ImageDecoderProvider provider() {
    return new ImageIoDecoderProvider();
  }

  @Test
  void changesNothingOfImageIo() throws Exception {
    List<ImageReaderSpi> before = registered();
    boolean cache = ImageIO.getUseCache();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "jpeg", file);
    assertThat(provider().decode(file.toByteArray()).width()).isEqualTo(3);
    assertThat(registered()).isEqualTo(before);
    assertThat(ImageIO.getUseCache()).isEqualTo(cache);
  }

  private static List<ImageReaderSpi> registered() {
    List<ImageReaderSpi> all = new ArrayList<>();
    IIORegistry.getDefaultInstance()
        .getServiceProviders(ImageReaderSpi.class, false)
        .forEachRemaining(all::add);
    return all;
  }
}
