/**
 * The main class of the uber-jar, which the build copies to the jar's root. It ends the process where the server could not deploy the application: some
 * failures, such as that of a database that cannot be opened, the server finds before it runs any class of the application. It uses nothing but the JDK.
 */
package dev.escriba.micro;
