/**
 * The contents of a release. These classes are steps of the build: {@link SoftwareBill} writes the bills of materials
 * (CycloneDX) and the licence report, {@link SameBytes} makes the archives reproducible. The build compiles them with a
 * class path of their own, and no archive contains them. Tests in {@code src/test} check that the bills match the
 * archives, and that the files for operators (unit, image, manifest, JVM settings) are consistent.
 */
package dev.escriba.packaging;
