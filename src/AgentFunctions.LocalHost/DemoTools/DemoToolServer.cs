using System.Text.Json.Nodes;

namespace AgentFunctions.LocalHost.DemoTools;

/// <summary>The tools of the demo set over HTTP, as a server of their own: what a company's own systems would be.</summary>
internal static class DemoToolServer
{
    public const string DefaultUrl = "http://127.0.0.1:7072";

    public static WebApplication Build(string urls)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.AddFilter(static level => level >= LogLevel.Warning);
        builder.WebHost.UseUrls(urls);
        var app = builder.Build();
        var shop = new DemoShop();
        app.MapGet("/orders/{id}", (HttpContext context, string id) => WriteAsync(context, shop.FindOrder(id) is { } order ? (200, order) : (404, Problem("There is no such order."))));
        app.MapPost("/refunds", async context => await WriteAsync(context, Refund(shop, Key(context), await BodyAsync(context))));
        app.MapPost("/notices", async context => await WriteAsync(context, Notify(shop, Key(context), await BodyAsync(context))));
        app.MapGet("/counts", context => WriteAsync(context, (200, shop.Counts())));
        return app;
    }

    private static (int, JsonObject) Refund(DemoShop shop, string key, JsonObject? body) =>
        body?["orderId"]?.GetValueKind() == System.Text.Json.JsonValueKind.String && body["amount"]?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? (200, shop.Refund(key, body["orderId"]!.GetValue<string>(), body["amount"]!.GetValue<decimal>()))
            : (400, Problem("orderId and amount are required."));

    private static (int, JsonObject) Notify(DemoShop shop, string key, JsonObject? body) =>
        body?["to"]?.GetValueKind() == System.Text.Json.JsonValueKind.String ? (200, shop.Notify(key, body["to"]!.GetValue<string>())) : (400, Problem("to is required."));

    private static string Key(HttpContext context) => context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : Guid.NewGuid().ToString();

    private static async Task<JsonObject?> BodyAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static Task WriteAsync(HttpContext context, (int Status, JsonObject Body) answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
    }

    private static JsonObject Problem(string message) => new() { ["error"] = message };
}
