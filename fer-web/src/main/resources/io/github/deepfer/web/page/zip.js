// A ZIP archive of files as they are: pictures are compressed already.
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xEDB88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const u16 = (n) => [n & 0xFF, n >>> 8 & 0xFF];
const u32 = (n) => [...u16(n & 0xFFFF), ...u16(n >>> 16)];

const VERSION = 20;
const UTF8 = 0x0800;
const STORED = 0;
const NO_TIME = [...u16(0), ...u16(0x21)]; // 1980-01-01

export async function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, blob } of files) {
    const bytes = new TextEncoder().encode(name);
    const crc = crc32(new Uint8Array(await blob.arrayBuffer()));
    const entry = [...u16(VERSION), ...u16(UTF8), ...u16(STORED), ...NO_TIME, ...u32(crc), ...u32(blob.size), ...u32(blob.size), ...u16(bytes.length), ...u16(0)];
    const header = Uint8Array.of(...u32(0x04034B50), ...entry, ...bytes);
    parts.push(header, blob);
    directory.push(Uint8Array.of(...u32(0x02014B50), ...u16(VERSION), ...entry, ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(offset), ...bytes));
    offset += header.length + blob.size;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Uint8Array.of(...u32(0x06054B50), ...u32(0), ...u16(files.length), ...u16(files.length), ...u32(size), ...u32(offset), ...u16(0));
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
