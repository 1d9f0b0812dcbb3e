package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.internal.image.file.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kind of file that is often taken for pictures that are read, told by what it begins with.
 *
 * @param name with its article
 * @param content what it holds
 */
record FileKind(String name, Content content) {
  /** What is in a file. */
  enum Content {
    /** Also documents that show one: a program can convert it. */
    PICTURE,
    VIDEO,
    OTHER
  }

  private record Signature(int offset, String bytes, FileKind kind) {}

  private static final FileKind HEIF = picture("a HEIF picture");

  /** The brands of ISO base media files (ISO/IEC 14496-12, 4.3) that are pictures. */
  private static final List<Signature> BRANDS =
      List.of(
          new Signature(8, "avif", picture("an AVIF picture")),
          new Signature(8, "avis", picture("an AVIF picture")),
          new Signature(8, "heic", picture("a HEIC picture")),
          new Signature(8, "heix", picture("a HEIC picture")),
          new Signature(8, "heim", picture("a HEIC picture")),
          new Signature(8, "heis", picture("a HEIC picture")),
          new Signature(8, "hevc", picture("a HEIC picture")),
          new Signature(8, "hevx", picture("a HEIC picture")),
          new Signature(8, "mif1", HEIF),
          new Signature(8, "msf1", HEIF),
          new Signature(8, "crx ", picture("a raw camera picture (CR3)")),
          new Signature(8, "qt  ", video("a QuickTime video")));

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(0, "\0\0\0\fjP  \r\n\u0087\n", picture("a JPEG 2000 picture")),
          new Signature(0, "\u00FFO\u00FFQ", picture("a JPEG 2000 picture")),
          new Signature(0, "\0\0\0\fJXL \r\n\u0087\n", picture("a JPEG XL picture")),
          new Signature(0, "\u00FF\n", picture("a JPEG XL picture")),
          new Signature(0, "II\u00BC", picture("a JPEG XR picture")),
          new Signature(0, "II*\0\u0010\0\0\0CR", picture("a raw camera picture (CR2)")),
          new Signature(0, "II*\0", picture("a TIFF or raw camera picture")),
          new Signature(0, "MM\0*", picture("a TIFF or raw camera picture")),
          new Signature(0, "II+\0", picture("a TIFF picture")),
          new Signature(0, "MM\0+", picture("a TIFF picture")),
          new Signature(0, "FUJIFILMCCD-RAW", picture("a raw camera picture (RAF)")),
          new Signature(0, "IIRO", picture("a raw camera picture (ORF)")),
          new Signature(0, "IIU\0", picture("a raw camera picture (RW2)")),
          new Signature(0, "\0\0\1\0", picture("a Windows icon")),
          new Signature(0, "\0\0\2\0\0\0\0\0", picture("a Targa picture")),
          new Signature(0, "\0\0\2\0", picture("a Windows cursor")),
          new Signature(0, "icns", picture("an Apple icon")),
          new Signature(0, "8BPS", picture("a Photoshop picture (PSD)")),
          new Signature(0, "gimp xcf", picture("a GIMP picture (XCF)")),
          new Signature(0, "v/1\1", picture("an OpenEXR picture")),
          new Signature(0, "#?RADIANCE", picture("a Radiance HDR picture")),
          new Signature(0, "DDS ", picture("a DirectDraw texture (DDS)")),
          new Signature(0, "qoif", picture("a QOI picture")),
          new Signature(0, "FORM", picture("an IFF picture")),
          new Signature(128, "DICM", picture("a DICOM picture")),
          new Signature(0, "\u008AMNG", picture("an MNG animation")),
          new Signature(0, "%PDF-", picture("a PDF document")),
          new Signature(0, "%!PS", picture("a PostScript document")),
          new Signature(0, "\u00C5\u00D0\u00D3\u00C6", picture("a PostScript document")),
          new Signature(4, "ftyp", video("an MP4 video")),
          new Signature(4, "moov", video("a QuickTime video")),
          new Signature(4, "mdat", video("a QuickTime video")),
          new Signature(0, "\u001AE\u00DF\u00A3", video("a Matroska or WebM video")),
          new Signature(0, "FLV\1", video("a Flash video")),
          new Signature(0, "OggS", other("an Ogg file")),
          new Signature(0, "0&\u00B2u\u008Ef\u00CF\u0011", video("a Windows Media video")),
          new Signature(0, "\0\0\1\u00BA", video("an MPEG video")),
          new Signature(0, "\0\0\1\u00B3", video("an MPEG video")),
          new Signature(0, "YUV4MPEG2", video("a YUV4MPEG2 video")),
          new Signature(0, "ID3", other("a sound file")),
          new Signature(0, "fLaC", other("a sound file")),
          new Signature(0, "PK\3\4", other("a ZIP archive (or an office document)")),
          new Signature(0, "PK\5\6", other("an empty ZIP archive")),
          new Signature(0, "\u001F\u008B", other("a gzip file")),
          new Signature(0, "7z\u00BC\u00AF'\u001C", other("a 7-Zip archive")),
          new Signature(0, "Rar!", other("a RAR archive")),
          new Signature(0, "ustar", other("a tar archive")),
          new Signature(257, "ustar", other("a tar archive")),
          new Signature(0, "BZh", other("a bzip2 file")),
          new Signature(0, "\u00FD7zXZ\0", other("an XZ file")),
          new Signature(0, "\u007FELF", other("a program")),
          new Signature(
              0,
              "version https://git-lfs",
              other("a Git LFS pointer (git lfs pull fetches the picture)")));

  private static final int TEXT_BYTES = 512;

  private static final int MAJOR_BRAND = 8;
  private static final int FIRST_COMPATIBLE = 16;
  private static final int MAX_BRANDS = 64;

  private static FileKind picture(String name) {
    return new FileKind(name, Content.PICTURE);
  }

  private static FileKind video(String name) {
    return new FileKind(name, Content.VIDEO);
  }

  private static FileKind other(String name) {
    return new FileKind(name, Content.OTHER);
  }

  /** Null for what is not known. */
  static @Nullable FileKind of(ByteReader bytes) {
    if (starts(bytes, 4, "ftyp")) {
      FileKind kind = ofBrand(bytes, MAJOR_BRAND);
      // What its brand leaves open may stand among those that it is compatible with.
      for (int at = FIRST_COMPATIBLE; HEIF.equals(kind) && at < MAX_BRANDS; at += 4) {
        FileKind compatible = ofBrand(bytes, at);
        kind = compatible == null ? kind : compatible;
      }
      if (kind != null) {
        return kind;
      }
    }
    if (starts(bytes, 0, "RIFF")) {
      return starts(bytes, 8, "AVI ")
          ? video("an AVI video")
          : starts(bytes, 8, "WAVE") ? other("a sound file") : null;
    }
    for (Signature signature : SIGNATURES) {
      if (starts(bytes, signature.offset, signature.bytes)) {
        return signature.kind;
      }
    }
    if (netpbm(bytes)) {
      return picture("a Netpbm picture (PBM, PGM or PPM)");
    }
    if (bytes.startsWith(0, 0x47) && bytes.startsWith(188, 0x47) && bytes.startsWith(376, 0x47)) {
      return video("an MPEG video");
    }
    return markup(bytes);
  }

  private static @Nullable FileKind ofBrand(ByteReader bytes, int at) {
    for (Signature brand : BRANDS) {
      if (starts(bytes, at, brand.bytes)) {
        return brand.kind;
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

  private static @Nullable FileKind markup(ByteReader bytes) {
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
      return other("an HTML page (of a picture that was not found, perhaps)");
    }
    if (start.startsWith("<") && (start.contains("<svg") || start.startsWith("<!doctype svg"))) {
      return picture("an SVG drawing");
    }
    return start.startsWith("<") ? other("an HTML or XML document") : null;
  }
}
