using AgentFunctions.Core.Sessions;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class SessionOptionsValidatorTests
{
    [Fact]
    public void Defaults_AreValid() => Assert.True(new SessionOptionsValidator().Validate(null, new SessionOptions()).Succeeded);

    [Theory]
    [InlineData("MaxMessageBytes", 1023, 4194305)]
    [InlineData("MaxSlotBytes", 1023, 16777217)]
    [InlineData("MaxBytes", 1048575, 1099511627777)]
    [InlineData("MaxPageBytes", 65535, 67108865)]
    [InlineData("MaxContextBytes", 1048575, 67108865)]
    public void Outside_IsNamed(string setting, long below, long above)
    {
        foreach (var value in (long[])[below, above])
        {
            var options = new SessionOptions();
            var property = typeof(SessionOptions).GetProperty(setting)!;
            property.SetValue(options, Convert.ChangeType(value, property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
            Assert.StartsWith($"AgentFunctions:Sessions:{setting} ", Assert.Single(new SessionOptionsValidator().Validate(null, options).Failures!));
        }
    }
}
