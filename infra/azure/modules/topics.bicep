// What happens elsewhere comes in by one topic, what was done is told by another: an app that heard itself could go round in
// circles. A third is the archives' own.
param name string
param suffix string
param location string
param tags object
param identityId string
param principalId string
param archivesId string

// EventGrid Data Sender: tells what was done, on the outgoing topic alone.
var sends = 'd5a91429-5739-47e2-a06b-3470a27159e7'

resource incoming 'Microsoft.EventGrid/topics@2022-06-15' = {
  name: '${name}-in-${suffix}'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    disableLocalAuth: true
  }
}

resource outgoing 'Microsoft.EventGrid/topics@2022-06-15' = {
  name: '${name}-out-${suffix}'
  location: location
  tags: tags
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    disableLocalAuth: true
  }
}

resource archives 'Microsoft.EventGrid/systemTopics@2022-06-15' = {
  name: '${name}-archives'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    source: archivesId
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

resource tells 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(outgoing.id, principalId, sends)
  scope: outgoing
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', sends)
  }
}

output incomingTopicName string = incoming.name
output incomingEndpoint string = incoming.properties.endpoint
output outgoingEndpoint string = outgoing.properties.endpoint
output archivesTopicName string = archives.name
