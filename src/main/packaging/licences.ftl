<#-- What license-maven-plugin knows, a line an artifact, for SoftwareBill: group:artifact:version|licence|licence... -->
<#list dependencyMap as entry>
${entry.getKey().groupId}:${entry.getKey().artifactId}:${entry.getKey().version}<#list entry.getValue() as licence>|${licence}</#list>
</#list>
