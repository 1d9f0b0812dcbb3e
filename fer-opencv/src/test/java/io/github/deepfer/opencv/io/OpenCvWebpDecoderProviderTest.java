package io.github.deepfer.opencv.io;

import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.testkit.ImageDecoderContract;

final class OpenCvWebpDecoderProviderTest extends ImageDecoderContract {
  @Override
  protected ImageDecoderProvider provider() {
    return new OpenCvWebpDecoderProvider();
  }
}
