// The packed ffmpeg links libraries for sound cards, displays and devices. Servers often lack them, Escriba never uses them, and
// ffmpeg does not start without them. This script writes empty libraries with their names beside ffmpeg, where the
// linker looks first. The linker would look up their functions at the first call, which never happens. Usage: node
// pack-stand-ins.mjs FFMPEG_DIRECTORY
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const directory = process.argv[2];
const MACHINES = { 'linux-x86_64': 62, 'linux-arm64': 183 };
const NAMES = ['libasound.so.2', 'libpulse.so.0', 'libxcb.so.1', 'libxcb-shm.so.0', 'libudev.so.1'];

/** The smallest ELF64 shared object that a dynamic linker takes: headers, an empty symbol table and a name. */
function emptyLibrary(name, machine) {
  const HEADER = 64, PROGRAM = 56, PROGRAMS = 3;
  const symbols = HEADER + PROGRAMS * PROGRAM;
  const hash = symbols + 24;
  const strings = hash + 16;
  const text = `\0${name}\0`;
  const dynamic = (strings + text.length + 7) & ~7;
  // DT_SONAME, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_NULL
  const entries = [[14, 1], [4, hash], [5, strings], [6, symbols], [10, text.length], [11, 24], [0, 0]];
  const size = dynamic + entries.length * 16;
  const file = Buffer.alloc(size);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // 64 bits, little endian
  file.writeUInt16LE(3, 16); // ET_DYN
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(HEADER), 32);
  file.writeUInt16LE(HEADER, 52);
  file.writeUInt16LE(PROGRAM, 54);
  file.writeUInt16LE(PROGRAMS, 56);
  file.writeUInt16LE(64, 58);
  const program = (index, type, flags, offset, length, alignment) => {
    const at = HEADER + index * PROGRAM;
    file.writeUInt32LE(type, at);
    file.writeUInt32LE(flags, at + 4);
    for (const [i, value] of [offset, offset, offset, length, length, alignment].entries()) file.writeBigUInt64LE(BigInt(value), at + 8 + i * 8);
  };
  program(0, 1, 6, 0, size, 0x10000); // PT_LOAD; writable, because the linker relocates the dynamic section in place
  program(1, 2, 6, dynamic, entries.length * 16, 8); // PT_DYNAMIC
  program(2, 0x6474e551, 6, 0, 0, 16); // PT_GNU_STACK: not executable
  file.writeUInt32LE(1, hash);
  file.writeUInt32LE(1, hash + 4);
  file.write(text, strings, 'latin1');
  entries.forEach(([tag, value], i) => {
    file.writeBigUInt64LE(BigInt(tag), dynamic + i * 16);
    file.writeBigUInt64LE(BigInt(value), dynamic + i * 16 + 8);
  });
  return file;
}

const machine = MACHINES[basename(directory)];
if (machine) for (const name of NAMES) writeFileSync(join(directory, name), emptyLibrary(name, machine));
