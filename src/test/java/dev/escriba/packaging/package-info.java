/**
 * What a release consists of. {@link dev.escriba.packaging.SoftwareBill} is a step of the build, not a test: it writes the bills of
 * materials (CycloneDX) and the licence report. The tests hold that they are true, and that the files for those who run the service
 * (unit, image, manifest, JVM settings) fit what they name.
 */
package dev.escriba.packaging;
