/**
 * The main class of the uber-jar. The build copies it to the root of the jar. It ends the process if the server could
 * not deploy the application. Some failures, such as a database that cannot be opened, occur before the server runs a
 * class of the application. It uses only the JDK.
 */
package dev.escriba.micro;
