/** The uber-jar as its clients find it: how long they wait, what that costs, and how it grows. */
package dev.escriba.eval.service;
