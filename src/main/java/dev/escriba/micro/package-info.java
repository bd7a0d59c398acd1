/**
 * The main class of the uber-jar. The build copies this package, and {@code PrivateFiles} and {@code PartialFiles}
 * of {@code storage}, to the root of the jar. The classes use only the JDK.
 *
 * <ol>
 *   <li>Before the server writes anything, data directory and temporary directory are private, and the data directory
 *       is locked. What a killed process of the same data directory left in both is deleted.
 *   <li>A signal to stop first ends the runs of the application, and then the server.
 *   <li>The process ends with exit code 1 if the server could not deploy the application. Some failures, such as a
 *       database that cannot be opened, occur before the server runs a class of the application.
 * </ol>
 */
package dev.escriba.micro;
