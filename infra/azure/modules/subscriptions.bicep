// What is delivered to the function TakeEvent, one event at a time. What can't be delivered for a day is kept in a container.
param archivesTopicName string
param incomingTopicName string
param archivesContainer string
param functionId string
param identityId string
param hubId string
param deadLetterContainer string

var destination = {
  endpointType: 'AzureFunction'
  properties: {
    resourceId: functionId
    maxEventsPerBatch: 1
    preferredBatchSizeInKilobytes: 64
  }
}

var retries = {
  maxDeliveryAttempts: 30
  eventTimeToLiveInMinutes: 1440
}

var deadLetters = {
  identity: {
    type: 'UserAssigned'
    userAssignedIdentity: identityId
  }
  deadLetterDestination: {
    endpointType: 'StorageBlob'
    properties: {
      resourceId: hubId
      blobContainerName: deadLetterContainer
    }
  }
}

resource archives 'Microsoft.EventGrid/systemTopics@2022-06-15' existing = {
  name: archivesTopicName
}

resource incoming 'Microsoft.EventGrid/topics@2022-06-15' existing = {
  name: incomingTopicName
}

// A backup is there once its manifest is.
resource backupCreated 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2022-06-15' = {
  parent: archives
  name: 'backup-created'
  properties: {
    destination: destination
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/${archivesContainer}/blobs/catalog/backups/'
    }
    retryPolicy: retries
    deadLetterWithResourceIdentity: deadLetters
  }
}

resource all 'Microsoft.EventGrid/topics/eventSubscriptions@2022-06-15' = {
  parent: incoming
  name: 'take-event'
  properties: {
    destination: destination
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    retryPolicy: retries
    deadLetterWithResourceIdentity: deadLetters
  }
}
