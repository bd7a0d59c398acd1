/**
 * What a release consists of. These classes are steps of the build: {@link SoftwareBill} writes the
 * bills of materials (CycloneDX) and the licence report, {@link SameBytes} makes the archives the
 * same wherever they are built. The build compiles them with a class path of their own, and no archive holds them.
 * Their tests are in {@code src/test}: the bills are true, and the files for operators (unit, image, manifest, JVM
 * settings) fit what they name.
 */
package dev.escriba.packaging;
