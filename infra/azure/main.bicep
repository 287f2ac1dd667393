// Everything that Workflows needs in Azure, in one resource group. README.md beside this says how to deploy, what it costs and
// how to remove it.
targetScope = 'resourceGroup'

@description('What names are made of: 3 to 11 lower-case letters and digits, the first a letter.')
@minLength(3)
@maxLength(11)
param name string

@description('The region.')
param location string = resourceGroup().location

@description('Tags of everything.')
param tags object = {}

@description('How archives are replicated. What must outlive a region takes Standard_GRS or Standard_GZRS.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param archiveRedundancy string = 'Standard_ZRS'

@description('For how many days what was deleted can be brought back: blobs, containers, and versions that were replaced.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('Memory of a machine of the app, in MB. 16 activities at once are safe with 2048.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('How many machines the app may have at most.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('The image that moves the data of claims; empty where none is moved. See infra/mover.')
param moverImage string = ''

@description('The subnet that the app sends from, delegated to Microsoft.App/environments: to reach private clusters and private endpoints. Empty: none.')
param appSubnetId string = ''

@description('The subnet for private endpoints of both storage accounts and the vault, which then have no public ones. Empty: public endpoints. Needs appSubnetId.')
param privateEndpointSubnetId string = ''

@description('Whether private DNS zones are created and linked to the network of the private endpoints. false where a hub has them.')
param createPrivateDnsZones bool = true

@description('Whether Event Grid delivers to the function TakeEvent. It must be there: false at first, true once the app is published.')
param subscribeEvents bool = false

@description('For how many days logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('More app settings, by name.')
param moreAppSettings object = {}

var suffix = take(uniqueString(resourceGroup().id, name), 8)
var appName = '${name}-app-${suffix}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
  tags: tags
}

module logs 'modules/logs.bicep' = {
  name: '${name}-logs'
  params: {
    name: name
    location: location
    tags: tags
    days: logDays
    principalId: identity.properties.principalId
  }
}

module archives 'modules/archives.bicep' = {
  name: '${name}-archives'
  params: {
    accountName: '${name}arc${suffix}'
    location: location
    tags: tags
    redundancy: archiveRedundancy
    softDeleteDays: softDeleteDays
    isPrivate: !empty(privateEndpointSubnetId)
    principalId: identity.properties.principalId
  }
}

module hub 'modules/hub.bicep' = {
  name: '${name}-hub'
  params: {
    accountName: '${name}hub${suffix}'
    location: location
    tags: tags
    isPrivate: !empty(privateEndpointSubnetId)
    principalId: identity.properties.principalId
  }
}

module vault 'modules/vault.bicep' = {
  name: '${name}-vault'
  params: {
    vaultName: '${name}-${suffix}'
    location: location
    tags: tags
    isPrivate: !empty(privateEndpointSubnetId)
    principalId: identity.properties.principalId
  }
}

module endpoints 'modules/endpoints.bicep' = if (!empty(privateEndpointSubnetId)) {
  name: '${name}-endpoints'
  params: {
    name: name
    location: location
    tags: tags
    subnetId: privateEndpointSubnetId
    createZones: createPrivateDnsZones
    archivesId: archives.outputs.id
    hubId: hub.outputs.id
    vaultId: vault.outputs.id
  }
}

module topics 'modules/topics.bicep' = {
  name: '${name}-topics'
  params: {
    name: name
    suffix: suffix
    location: location
    tags: tags
    identityId: identity.id
    principalId: identity.properties.principalId
    archivesId: archives.outputs.id
  }
}

module app 'modules/app.bicep' = {
  name: '${name}-app'
  params: {
    appName: appName
    planName: '${name}-plan'
    location: location
    tags: tags
    identityId: identity.id
    packageContainer: hub.outputs.packageContainer
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    subnetId: appSubnetId
    settings: union(
      {
        AzureWebJobsStorage__accountName: hub.outputs.accountName
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: logs.outputs.connectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
        // Which identity DefaultAzureCredential takes: for archives, the vault, topics and clusters.
        AZURE_CLIENT_ID: identity.properties.clientId
        WORKFLOWS_STORE: archives.outputs.store
        WORKFLOWS_HOST: appName
        WORKFLOWS_EVENTS_TO: topics.outputs.outgoingEndpoint
      },
      empty(moverImage) ? {} : { WORKFLOWS_MOVER_IMAGE: moverImage },
      moreAppSettings
    )
  }
  dependsOn: [
    endpoints
  ]
}

module subscriptions 'modules/subscriptions.bicep' = if (subscribeEvents) {
  name: '${name}-subscriptions'
  params: {
    archivesTopicName: topics.outputs.archivesTopicName
    incomingTopicName: topics.outputs.incomingTopicName
    archivesContainer: archives.outputs.containerName
    functionId: '${app.outputs.id}/functions/TakeEvent'
    identityId: identity.id
    hubId: hub.outputs.id
    deadLetterContainer: hub.outputs.deadLetterContainer
  }
}

@description('The app, for func azure functionapp publish.')
output appName string = app.outputs.name

@description('Where the management API answers.')
output url string = 'https://${app.outputs.hostName}'

@description('The store, for --store on other machines.')
output store string = archives.outputs.store

@description('The key in the vault that backups can be encrypted with.')
output keyUri string = vault.outputs.keyUri

@description('Who clusters must let in: see README.md.')
output identityClientId string = identity.properties.clientId

@description('The object id of the same identity.')
output identityPrincipalId string = identity.properties.principalId

@description('The topic that others send to when something is to be done.')
output incomingTopicEndpoint string = topics.outputs.incomingEndpoint

@description('The topic that tells what was done.')
output outgoingTopicEndpoint string = topics.outputs.outgoingEndpoint
