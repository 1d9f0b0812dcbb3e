package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.file.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names files that are often taken for pictures that are read, by what they begin with. */
final class FileKind {
  private record Signature(int offset, String bytes, String name) {}

  private static final String HEIF = "a HEIF picture";

  /** The brands of ISO base media files (ISO/IEC 14496-12, 4.3) that are pictures. */
  private static final List<Signature> BRANDS =
      List.of(
          new Signature(8, "avif", "an AVIF picture"),
          new Signature(8, "avis", "an AVIF picture"),
          new Signature(8, "heic", "a HEIC picture"),
          new Signature(8, "heix", "a HEIC picture"),
          new Signature(8, "heim", "a HEIC picture"),
          new Signature(8, "heis", "a HEIC picture"),
          new Signature(8, "hevc", "a HEIC picture"),
          new Signature(8, "hevx", "a HEIC picture"),
          new Signature(8, "mif1", HEIF),
          new Signature(8, "msf1", HEIF),
          new Signature(8, "crx ", "a raw camera picture (CR3)"),
          new Signature(8, "qt  ", "a QuickTime video"));

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(0, "\0\0\0\fjP  \r\n\u0087\n", "a JPEG 2000 picture"),
          new Signature(0, "\u00FFO\u00FFQ", "a JPEG 2000 picture"),
          new Signature(0, "\0\0\0\fJXL \r\n\u0087\n", "a JPEG XL picture"),
          new Signature(0, "\u00FF\n", "a JPEG XL picture"),
          new Signature(0, "II\u00BC", "a JPEG XR picture"),
          new Signature(0, "II*\0\u0010\0\0\0CR", "a raw camera picture (CR2)"),
          new Signature(0, "II*\0", "a TIFF or raw camera picture"),
          new Signature(0, "MM\0*", "a TIFF or raw camera picture"),
          new Signature(0, "II+\0", "a TIFF picture"),
          new Signature(0, "MM\0+", "a TIFF picture"),
          new Signature(0, "FUJIFILMCCD-RAW", "a raw camera picture (RAF)"),
          new Signature(0, "IIRO", "a raw camera picture (ORF)"),
          new Signature(0, "IIU\0", "a raw camera picture (RW2)"),
          new Signature(0, "\0\0\1\0", "a Windows icon"),
          new Signature(0, "\0\0\2\0\0\0\0\0", "a Targa picture"),
          new Signature(0, "\0\0\2\0", "a Windows cursor"),
          new Signature(0, "icns", "an Apple icon"),
          new Signature(0, "8BPS", "a Photoshop picture (PSD)"),
          new Signature(0, "gimp xcf", "a GIMP picture (XCF)"),
          new Signature(0, "v/1\1", "an OpenEXR picture"),
          new Signature(0, "#?RADIANCE", "a Radiance HDR picture"),
          new Signature(0, "DDS ", "a DirectDraw texture (DDS)"),
          new Signature(0, "qoif", "a QOI picture"),
          new Signature(0, "FORM", "an IFF picture"),
          new Signature(128, "DICM", "a DICOM picture"),
          new Signature(0, "\u008AMNG", "an MNG animation"),
          new Signature(0, "%PDF-", "a PDF document"),
          new Signature(0, "%!PS", "a PostScript document"),
          new Signature(0, "\u00C5\u00D0\u00D3\u00C6", "a PostScript document"),
          new Signature(4, "ftyp", "an MP4 video"),
          new Signature(4, "moov", "a QuickTime video"),
          new Signature(4, "mdat", "a QuickTime video"),
          new Signature(0, "\u001AE\u00DF\u00A3", "a Matroska or WebM video"),
          new Signature(0, "FLV\1", "a Flash video"),
          new Signature(0, "OggS", "an Ogg file"),
          new Signature(0, "0&\u00B2u\u008Ef\u00CF\u0011", "a Windows Media video"),
          new Signature(0, "\0\0\1\u00BA", "an MPEG video"),
          new Signature(0, "\0\0\1\u00B3", "an MPEG video"),
          new Signature(0, "YUV4MPEG2", "a YUV4MPEG2 video"),
          new Signature(0, "ID3", "a sound file"),
          new Signature(0, "fLaC", "a sound file"),
          new Signature(0, "PK\3\4", "a ZIP archive (or an office document)"),
          new Signature(0, "PK\5\6", "an empty ZIP archive"),
          new Signature(0, "\u001F\u008B", "a gzip file"),
          new Signature(0, "7z\u00BC\u00AF'\u001C", "a 7-Zip archive"),
          new Signature(0, "Rar!", "a RAR archive"),
          new Signature(0, "ustar", "a tar archive"),
          new Signature(257, "ustar", "a tar archive"),
          new Signature(0, "BZh", "a bzip2 file"),
          new Signature(0, "\u00FD7zXZ\0", "an XZ file"),
          new Signature(0, "\u007FELF", "a program"),
          new Signature(
              0,
              "version https://git-lfs",
              "a Git LFS pointer (git lfs pull fetches the picture)"));

  private static final int TEXT_BYTES = 512;

  private static final int MAJOR_BRAND = 8;
  private static final int FIRST_COMPATIBLE = 16;
  private static final int MAX_BRANDS = 64;

  private FileKind() {}

  /** A name with its article; null for what is not known. */
  static @Nullable String of(ByteReader bytes) {
    if (starts(bytes, 4, "ftyp")) {
      String name = ofBrand(bytes, MAJOR_BRAND);
      // What its brand leaves open may stand among those that it is compatible with.
      for (int at = FIRST_COMPATIBLE; HEIF.equals(name) && at < MAX_BRANDS; at += 4) {
        String compatible = ofBrand(bytes, at);
        name = compatible == null ? name : compatible;
      }
      if (name != null) {
        return name;
      }
    }
    if (starts(bytes, 0, "RIFF")) {
      return starts(bytes, 8, "AVI ")
          ? "an AVI video"
          : starts(bytes, 8, "WAVE") ? "a sound file" : null;
    }
    for (Signature signature : SIGNATURES) {
      if (starts(bytes, signature.offset, signature.bytes)) {
        return signature.name;
      }
    }
    if (netpbm(bytes)) {
      return "a Netpbm picture (PBM, PGM or PPM)";
    }
    if (bytes.startsWith(0, 0x47) && bytes.startsWith(188, 0x47) && bytes.startsWith(376, 0x47)) {
      return "an MPEG video";
    }
    return markup(bytes);
  }

  private static @Nullable String ofBrand(ByteReader bytes, int at) {
    for (Signature brand : BRANDS) {
      if (starts(bytes, at, brand.bytes)) {
        return brand.name;
      }
    }
    return null;
  }

  private static boolean starts(ByteReader bytes, int offset, String expected) {
    return bytes.startsWith(offset, expected.chars().toArray());
  }

  private static boolean netpbm(ByteReader bytes) {
    for (int digit = '1'; digit <= '7'; digit++) {
      if (bytes.startsWith(0, 'P', digit, '\n') || bytes.startsWith(0, 'P', digit, ' ')) {
        return true;
      }
    }
    return false;
  }

  /** Whether it begins like a text in an encoding that has ASCII in it. */
  static boolean isText(ByteReader bytes) {
    byte[] file = bytes.file();
    int count = Math.min(TEXT_BYTES, file.length);
    for (int i = 0; i < count; i++) {
      boolean control = file[i] >= 0 && file[i] < ' ' && !Character.isWhitespace(file[i]);
      if (control || file[i] == 0x7F) {
        return false;
      }
    }
    // Bytes beyond ASCII begin many a binary file.
    return file[0] > 0 || bytes.startsWith(0, 0xEF, 0xBB, 0xBF);
  }

  private static @Nullable String markup(ByteReader bytes) {
    if (!isText(bytes)) {
      return null;
    }
    int count = Math.min(TEXT_BYTES, bytes.length());
    String start =
        new String(bytes.file(), 0, count, StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return "an HTML page (of a picture that was not found, perhaps)";
    }
    if (start.startsWith("<") && (start.contains("<svg") || start.startsWith("<!doctype svg"))) {
      return "an SVG drawing";
    }
    return start.startsWith("<") ? "an HTML or XML document" : null;
  }
}
