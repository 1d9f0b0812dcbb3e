package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sound decoder passes the contract, and each broken one fails just where it is broken. */
class ImageDecoderContractTest {
  /** Nobody discovers these, as each test has another. */
  private static void assertFails(Class<?> contract, String... methods) {
    Set<String> expected = new HashSet<>(Arrays.asList(methods));
    expected.add("isDiscovered");
    assertThat(Contracts.failures(contract))
        .as(contract.getSimpleName())
        .containsOnlyKeys(expected.toArray(new String[0]));
  }

  /** Knows the kit's lossless WebP files by heart, and has a format of its own. */
  static class Fake implements ImageDecoderProvider {
    static final byte[] TOY = "TOY".repeat(10).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Override
    public String id() {
      return "fake";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public Availability availability() {
      return Availability.AVAILABLE;
    }

    @Override
    public Set<String> formats() {
      return Set.of(EncodedSample.WEBP, "toy");
    }

    @Override
    public @Nullable ImageHeader header(byte[] encoded) {
      return encoded[0] == 'T' ? new ImageHeader(2, 3) : null;
    }

    @Override
    public Image decode(byte[] encoded) {
      if (Arrays.equals(encoded, TOY)) {
        return Image.wrap(new byte[6], 2, 3, PixelFormat.GRAY);
      }
      return EncodedSample.ALL.stream()
          .filter(sample -> Arrays.equals(sample.file(), encoded))
          .findFirst()
          .map(this::paint)
          .orElseThrow(() -> new ImageException("is damaged: I do not know it"));
    }

    Image paint(EncodedSample sample) {
      byte[] pixels = new byte[EncodedSample.WIDTH * EncodedSample.HEIGHT * 4];
      for (int i = 0; i < pixels.length; i++) {
        int pixel = i / 4;
        int color = sample.expected(pixel % EncodedSample.WIDTH, pixel / EncodedSample.WIDTH);
        pixels[i] = (byte) (color >>> 8 * (i % 4));
      }
      return Image.wrap(pixels, EncodedSample.WIDTH, EncodedSample.HEIGHT, PixelFormat.BGRA);
    }
  }

  abstract static class OfFakes extends ImageDecoderContract {
    @Override
    protected Map<String, byte[]> ownFiles() {
      return Map.of("toy", Fake.TOY.clone());
    }
  }

  @Test
  void soundDecoderPasses() {
    assertFails(Sound.class);
  }

  static class Sound extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake();
    }
  }

  @Test
  void exchangedChannels() {
    assertFails(ExchangesChannels.class, "decodesWhatTheFilesHold");
  }

  static class ExchangesChannels extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        Image paint(EncodedSample sample) {
          Image sound = super.paint(sample);
          return Image.wrap(sound.pixels(), 37, 23, sound.stride(), PixelFormat.RGBA);
        }
      };
    }
  }

  @Test
  void forgottenOpacity() {
    assertFails(ForgetsOpacity.class, "decodesWhatTheFilesHold");
  }

  static class ForgetsOpacity extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        Image paint(EncodedSample sample) {
          return Pixels.convert(super.paint(sample), PixelFormat.BGR);
        }
      };
    }
  }

  @Test
  void anotherSizeThanTheHeader() {
    assertFails(LiesAboutTheSize.class, "knowsTheHeadersOfItsOwnFormats");
  }

  static class LiesAboutTheSize extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        public @Nullable ImageHeader header(byte[] encoded) {
          return encoded[0] == 'T' ? new ImageHeader(3, 2) : null;
        }
      };
    }
  }

  @Test
  void claimsEverything() {
    assertFails(ClaimsEverything.class, "leavesOtherFilesToOthers");
  }

  static class ClaimsEverything extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        public ImageHeader header(byte[] encoded) {
          return new ImageHeader(2, 3);
        }
      };
    }
  }

  @Test
  void anyExceptionForDamage() {
    assertFails(ThrowsAnything.class, "damagedDataIsAnErrorThatContinuesASentence");
  }

  static class ThrowsAnything extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        public Image decode(byte[] encoded) {
          try {
            return super.decode(encoded);
          } catch (ImageException e) {
            throw new IllegalStateException(e);
          }
        }
      };
    }
  }

  @Test
  void changedFile() {
    assertFails(ChangesTheFile.class, "leavesTheFileAlone");
  }

  static class ChangesTheFile extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        public Image decode(byte[] encoded) {
          Image image = super.decode(encoded);
          encoded[0]++;
          return image;
        }
      };
    }

    @Override
    void eightThreadsAgreeWithOne() {
      // They share the file.
    }
  }

  @Test
  void swallowedInterrupt() {
    assertFails(SwallowsInterrupts.class, "anInterruptedThreadDecodesAndStaysInterrupted");
  }

  static class SwallowsInterrupts extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        public Image decode(byte[] encoded) {
          Thread.interrupted();
          return super.decode(encoded);
        }
      };
    }
  }

  @Test
  void sharedState() {
    assertFails(SharesState.class, "eightThreadsAgreeWithOne");
  }

  static class SharesState extends OfFakes {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        private byte calls;

        @Override
        public Image decode(byte[] encoded) {
          Image image = super.decode(encoded);
          if (image.width() != 2) {
            return image;
          }
          byte[] counted = new byte[6];
          counted[0] = calls++;
          return Image.wrap(counted, 2, 3, PixelFormat.GRAY);
        }
      };
    }
  }

  @Test
  void namelessFormats() {
    assertFails(NamesNothing.class, "formatsAreNamed");
  }

  static class NamesNothing extends ImageDecoderContract {
    @Override
    protected ImageDecoderProvider provider() {
      return new Fake() {
        @Override
        public Set<String> formats() {
          return Set.of();
        }
      };
    }
  }
}
