using System.Text.Json;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Secrets;
using AgentFunctions.Embedded.Workflows;
using AgentFunctions.Http.Hosting;
using OwnCode;

var builder = WebApplication.CreateSlimBuilder(args);
var data = Path.GetFullPath(builder.Configuration["data"] ?? ".owncode");

// The engines: a data folder, secrets under a key file, workflows on that folder; the default tenant, with a folder of manifests if one is named.
builder.Services
    .AddDataFolderStartup()
    .AddEmbeddedStores(store => store.DataDirectory = data)
    .AddFileKeySecretProtector(Path.Combine(data, "secrets.key"))
    .AddAgentFunctionsManifests(builder.Configuration["manifests"])
    .AddEmbeddedWorkflows()
    .Configure<BootstrapKeyOptions>(keys => keys.AdminKey = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_ADMIN_KEY"));

// The product, and your own code in it.
builder.Services
    .AddAgentFunctions()
    .AddWorkflow<ReorderWorkflow>(Names.Reorder.Name)
    .AddActivity<CountStockActivity>(Names.CountStock.Name)
    .AddActivity<PlaceOrderActivity>(Names.PlaceOrder.Name)
    .AddTool<StockTool>()
    .AddSingleton<Warehouse>();

var app = builder.Build();

// Your own endpoints, under your own rules; all else is the product's.
app.MapPost("/reorders/{id}", async (string id, Reorder reorder, IWorkflowClient workflows, CancellationToken cancellationToken) =>
    await workflows.ScheduleAsync(id, Names.Reorder.Name, JsonSerializer.SerializeToElement(reorder, WorkflowJson.Default), cancellationToken) ? Results.Accepted($"/reorders/{id}") : Results.Conflict());
app.MapPost("/reorders/{id}/confirm", async (string id, bool yes, IWorkflowClient workflows, CancellationToken cancellationToken) =>
    await workflows.RaiseEventAsync(id, Names.Confirmed, JsonSerializer.SerializeToElement(yes), cancellationToken) ? Results.Accepted() : Results.NotFound());
app.MapGet("/reorders/{id}", async (string id, IWorkflowClient workflows, CancellationToken cancellationToken) =>
    await workflows.FindAsync(id, cancellationToken) is { } found ? Results.Json(new { status = found.Status.ToString(), found.Output }) : Results.NotFound());

// With a pattern of its own: the usual one leaves out paths whose last part has a dot, and ids such as stock.count have one.
app.MapFallback("{**path}", app.Services.GetRequiredService<AgentFunctionsApp>().InvokeAsync);
await app.RunAsync();
